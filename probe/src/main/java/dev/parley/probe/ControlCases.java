package dev.parley.probe;

import dev.parley.probe.FrameWriter.Width;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Pings and pongs, and what no control frame may be (RFC 6455 §5.5). */
final class ControlCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    /** So many pings at once nobody can take for a flood. */
    private static final int MAX_ORDINARY = 10;

    private static final String PONG = "A pong comes back with the same payload.";

    private ControlCases() {}

    static void add(CaseList list) {
        addPings(list.by("RFC 6455 §5.5.2, §5.5.3"));
        addSeveralPings(list.by("RFC 6455 §5.5.3"));
        addPongs(list.by("RFC 6455 §5.5.3"));
        addTooLong(list.by("RFC 6455 §5.5"));
        addFragmented(list.by("RFC 6455 §5.5"));
    }

    private static void addPings(CaseList list) {
        for (int size : new int[] {0, 1, 2, 4, 7, 64, 124, 125}) {
            ping(list, "ping." + size, "A ping of " + size + " bytes.", Payloads.random(size));
        }
        ping(list, "ping.not-utf8", "A ping whose payload is not UTF-8.", new byte[] {
            (byte) 0xFF, (byte) 0xC0, 0, (byte) 0xFE
        });
        ping(list, "ping.zeros", "A ping of zeros.", new byte[8]);
        ping(list, "ping.like-close", "A ping whose payload looks like a Close frame.", new byte[] {(byte) 0x88, 0});
        list.add("ping.in-segments-of-1", "A ping of 20 bytes in TCP segments of 1.", PONG, peer -> {
            Conversation conversation = peer.open();
            Frame ping = Frame.of(Opcodes.PING, Payloads.text(20));
            conversation.wire().write(conversation.writer().write(ping), 1, Duration.ofMillis(1));
            return pong(conversation, ping.payload());
        });
        list.add("ping.then-message", "A ping and a text message in one write.", "Pong and echo come.", peer -> {
            Conversation conversation = peer.open();
            conversation.send(Frame.ping("p"), Frame.text("m"));
            return pongAndEcho(conversation);
        });
        list.add("ping.after-message", "A text message and a ping in one write.", "Echo and pong come.", peer -> {
            Conversation conversation = peer.open();
            conversation.send(Frame.text("m"), Frame.ping("p"));
            return pongAndEcho(conversation);
        });
    }

    private static void ping(CaseList list, String name, String title, byte[] payload) {
        list.add(name, title, PONG, peer -> {
            Conversation conversation = peer.open();
            conversation.send(Frame.of(Opcodes.PING, payload));
            return pong(conversation, payload);
        });
    }

    private static Finding pong(Conversation conversation, byte[] payload) throws InterruptedException {
        Event event = conversation.next();
        conversation.finish();
        return event.equals(Frame.of(Opcodes.PONG, payload))
                ? Finding.pass("The pong came.")
                : Finding.fail("Instead of the pong came " + event + ".");
    }

    private static Finding pongAndEcho(Conversation conversation) throws InterruptedException {
        boolean pong = false;
        boolean echo = false;
        while (!pong || !echo) {
            Event event = conversation.next();
            if (!(event instanceof Frame frame) || frame.is(Opcodes.CLOSE)) {
                return Finding.fail("Of pong and echo not both came; then came " + event + ".");
            }
            pong |= frame.equals(Frame.pong("p"));
            echo |= !frame.isControl() && frame.string().equals("m");
        }
        conversation.finish();
        return Finding.pass("Both came.");
    }

    private static void addSeveralPings(CaseList list) {
        CaseList several =
                list.noting("RFC 6455 §5.5.3: an endpoint that has not answered yet \"MAY elect to send a Pong"
                        + " frame for only the most recently processed Ping frame.\"");
        for (int count : new int[] {2, 10, 100, 1000}) {
            several.add(
                    "pings." + count + "-at-once",
                    count + " different pings in one write.",
                    "The last one is answered; those before it in their order, or not at all."
                            + (count > MAX_ORDINARY ? " To take this for a flood is tolerated." : ""),
                    peer -> several(peer, count));
        }
        several.add(
                "pings.10-one-by-one",
                "Ten pings, each sent when the one before it is answered.",
                "Each is answered.",
                peer -> {
                    Conversation conversation = peer.open();
                    for (int i = 0; i < 10; i++) {
                        conversation.send(Frame.ping("ping " + i));
                        Event event = conversation.next();
                        if (!event.equals(Frame.pong("ping " + i))) {
                            return Finding.fail("Instead of pong " + i + " came " + event + ".");
                        }
                    }
                    conversation.finish();
                    return Finding.pass("All were answered.");
                });
    }

    private static Finding several(Peer peer, int count) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.send(
                IntStream.range(0, count).mapToObj(i -> Frame.ping("ping " + i)).toArray(Frame[]::new));
        int last = -1;
        int answered = 0;
        while (last < count - 1) {
            Event event = conversation.next();
            if (count > MAX_ORDINARY && (event instanceof Event.End || isClose(event))) {
                return Finding.tolerated("After " + answered + " pongs came " + event + ": it takes this for a flood.");
            }
            if (!(event instanceof Frame frame) || !frame.string().matches("ping \\d{1,4}")) {
                return Finding.fail("After " + answered + " pongs came " + event + ".");
            }
            int number = Integer.parseInt(frame.string().substring(5));
            if (number <= last || number >= count) {
                return Finding.fail("After the pong to ping " + last + " came that to ping " + number + ".");
            }
            last = number;
            answered++;
        }
        conversation.finish();
        return Finding.pass(answered + " of " + count + " were answered, the last among them.");
    }

    private static boolean isClose(Event event) {
        return event instanceof Frame frame && frame.is(Opcodes.CLOSE);
    }

    private static void addPongs(CaseList list) {
        Map<String, Frame[]> pongs = new LinkedHashMap<>();
        pongs.put("empty", new Frame[] {Frame.pong("")});
        pongs.put("payload", new Frame[] {Frame.pong("never asked for")});
        pongs.put("125", new Frame[] {Frame.of(Opcodes.PONG, Payloads.random(125))});
        pongs.put("twice", new Frame[] {Frame.pong("same"), Frame.pong("same")});
        pongs.put(
                "ten",
                IntStream.range(0, 10).mapToObj(i -> Frame.pong("pong " + i)).toArray(Frame[]::new));
        pongs.forEach((name, frames) -> list.add(
                "pong-unasked." + name,
                "Pongs that nobody asked for (" + frames.length + "), then a text message.",
                "\"A response to an unsolicited Pong frame is not expected.\" The message comes back.",
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.send(frames);
                    conversation.send(Frame.text("after"));
                    Event event = conversation.next();
                    conversation.finish();
                    return event.equals(Frame.text("after"))
                            ? Finding.pass("Only the echo came.")
                            : Finding.fail("Instead of the echo came " + event + ".");
                }));
    }

    private static void addTooLong(CaseList list) {
        for (int opcode : new int[] {Opcodes.PING, Opcodes.PONG, Opcodes.CLOSE}) {
            String kind = Opcodes.word(opcode);
            for (int size : new int[] {126, 127, 1000, 65536}) {
                byte[] payload = Payloads.text(size);
                payload[0] = 1000 >> 8;
                payload[1] = (byte) 1000;
                list.addRefused(
                        "too-long." + kind + "-" + size,
                        "A " + kind + " frame of " + size + " bytes.",
                        PROTOCOL_ERROR,
                        writer -> writer.write(Frame.of(opcode, payload)));
            }
            list.add(
                    "too-long." + kind + "-header",
                    "The first two bytes of a " + kind + " frame, which say that 16 bits of length follow.",
                    PROTOCOL_ERROR.expectedEarly(),
                    peer -> {
                        Conversation conversation = peer.open();
                        byte[] bytes =
                                conversation.writer().write(Frame.of(opcode, Payloads.text(126)), Width.IN_2_BYTES);
                        return PROTOCOL_ERROR.awaitEarly(
                                conversation, Arrays.copyOf(bytes, 2), Arrays.copyOfRange(bytes, 2, bytes.length));
                    });
        }
    }

    private static void addFragmented(CaseList list) {
        for (int opcode : new int[] {Opcodes.PING, Opcodes.PONG, Opcodes.CLOSE}) {
            String kind = Opcodes.word(opcode);
            byte[] payload = opcode == Opcodes.CLOSE ? Frame.close(1000).payload() : Payloads.text(5);
            Frame unfinished = Frame.of(opcode, payload).unfinished();
            list.addRefused(
                    "fragmented." + kind,
                    "A " + kind + " frame without FIN.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(unfinished));
            list.addRefused(
                    "fragmented." + kind + "-empty",
                    "An empty " + kind + " frame without FIN.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(Frame.of(opcode, new byte[0]).unfinished()));
            list.addRefused(
                    "fragmented." + kind + "-continued",
                    "A " + kind + " frame without FIN and a continuation of it.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(unfinished, Frame.continuation("more")));
            list.addRefused(
                    "fragmented." + kind + "-in-message",
                    "Between two fragments a " + kind + " frame without FIN.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(Frame.text("Hel").unfinished(), unfinished, Frame.continuation("lo")));
        }
    }
}
