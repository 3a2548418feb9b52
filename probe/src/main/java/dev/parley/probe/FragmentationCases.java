package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages in several frames (RFC 6455 §5.4). */
final class FragmentationCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);

    private FragmentationCases() {}

    static void add(CaseList list) {
        CaseList fragments = list.by("RFC 6455 §5.4");
        addWhole(fragments);
        addEmpty(fragments);
        addInterrupted(fragments);
        addWrongOrder(fragments);
        addWrongNesting(fragments);
    }

    /** The frames of one message. */
    static Frame[] fragments(int opcode, String... pieces) {
        return fragments(
                opcode,
                Arrays.stream(pieces)
                        .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    static Frame[] fragments(int opcode, byte[]... pieces) {
        return IntStream.range(0, pieces.length)
                .mapToObj(i -> new Frame(i == pieces.length - 1, 0, i == 0 ? opcode : 0, pieces[i]))
                .toArray(Frame[]::new);
    }

    /** The payload in fragments of this size, the last one smaller if need be. */
    static Frame[] fragments(int opcode, byte[] payload, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < payload.length; from += size) {
            pieces.add(Arrays.copyOfRange(payload, from, Math.min(payload.length, from + size)));
        }
        return fragments(opcode, pieces.toArray(byte[][]::new));
    }

    private static void addWhole(CaseList list) {
        list.addEchoed("two.text", "A text message in two fragments.", fragments(Opcodes.TEXT, "Hel", "lo"));
        list.addEchoed("two.binary", "A binary message in two fragments.", fragments(Opcodes.BINARY, "Hel", "lo"));
        list.addEchoed("three.text", "A text message in three fragments.", fragments(Opcodes.TEXT, "H", "ell", "o"));
        for (int size : new int[] {1, 2, 7, 125, 126, 127}) {
            int total = size * 10 + 1;
            list.addEchoed(
                    "size.text-in-" + size,
                    "A text message in eleven fragments of at most " + size + " bytes.",
                    fragments(Opcodes.TEXT, Payloads.text(total), size));
            list.addEchoed(
                    "size.binary-in-" + size,
                    "A binary message in eleven fragments of at most " + size + " bytes.",
                    fragments(Opcodes.BINARY, Payloads.random(total), size));
        }
        list.addEchoed(
                "size.binary-in-65535",
                "A binary message in fragments of 65535 and 1 bytes.",
                fragments(Opcodes.BINARY, Payloads.random(65536), 65535));
        list.addEchoed(
                "size.growing",
                "A binary message whose fragments double from 1 byte to 8 KiB.",
                fragments(
                        Opcodes.BINARY,
                        IntStream.range(0, 14)
                                .mapToObj(i -> Payloads.random(1 << i))
                                .toArray(byte[][]::new)));
        list.add(
                "slow",
                "A text message in ten fragments, 10 ms apart.",
                Echo.EXPECTED,
                peer -> paced(peer, fragments(Opcodes.TEXT, Payloads.text(100), 10), 1 << 20, Duration.ofMillis(10)));
        list.add(
                "in-segments-of-1",
                "A text message in ten fragments, every byte a TCP segment of its own.",
                Echo.EXPECTED,
                peer -> paced(peer, fragments(Opcodes.TEXT, Payloads.text(100), 10), 1, Duration.ofNanos(100_000)));
        list.add(
                "several-messages",
                "Two messages in fragments, with one in a single frame between them, in one write.",
                "All three come back, in their order.",
                FragmentationCases::several);
    }

    private static Finding paced(Peer peer, Frame[] frames, int segment, Duration pause) throws InterruptedException {
        Conversation conversation = peer.open();
        for (Frame frame : frames) {
            conversation.wire().write(conversation.writer().write(frame), segment, pause);
        }
        return Echo.of(frames).await(conversation);
    }

    private static Finding several(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame[] first = fragments(Opcodes.TEXT, "a", "b", "c");
        Frame second = Frame.binary(Payloads.random(5));
        Frame[] third = fragments(Opcodes.BINARY, "d", "", "f");
        conversation.send(Stream.of(first, new Frame[] {second}, third)
                .flatMap(Arrays::stream)
                .toArray(Frame[]::new));
        Echo.of(first).expect(conversation);
        Echo.of(second).expect(conversation);
        return Echo.of(third).await(conversation);
    }

    private static void addEmpty(CaseList list) {
        list.addEchoed("empty.first", "The first fragment is empty.", fragments(Opcodes.TEXT, "", "Hello"));
        list.addEchoed("empty.middle", "A fragment in the middle is empty.", fragments(Opcodes.TEXT, "Hel", "", "lo"));
        list.addEchoed("empty.last", "The last fragment is empty.", fragments(Opcodes.TEXT, "Hello", ""));
        list.addEchoed("empty.last-binary", "The last fragment is empty.", fragments(Opcodes.BINARY, "Hello", ""));
        list.addEchoed("empty.all-two", "Both fragments are empty.", fragments(Opcodes.TEXT, "", ""));
        list.addEchoed(
                "empty.all-five", "All five fragments are empty.", fragments(Opcodes.BINARY, "", "", "", "", ""));
        list.addEchoed(
                "empty.every-other",
                "Every other fragment is empty.",
                fragments(Opcodes.TEXT, "", "a", "", "b", "", "c", ""));
    }

    private static void addInterrupted(CaseList list) {
        CaseList interrupted = list.by("RFC 6455 §5.4, §5.5.2");
        for (int pings : new int[] {1, 3}) {
            interrupted.add(
                    "control.pings-between-" + pings,
                    "Between two fragments, pings: " + pings + ".",
                    "The message comes back, and a pong for the last ping.",
                    peer -> interrupted(peer, pings));
        }
        interrupted.add(
                "control.ping-answered-meanwhile",
                "After the first fragment a ping; the last fragment only when it is answered.",
                "The pong comes before the message is complete. After it: tolerated.",
                FragmentationCases::answeredMeanwhile);
        Frame[] two = fragments(Opcodes.TEXT, "Hel", "lo");
        interrupted.addEchoed("control.pong-between", "Between two fragments a pong.", two[0], Frame.pong("x"), two[1]);
        interrupted.addEchoed(
                "control.empty-pong-between", "Between two fragments an empty pong.", two[0], Frame.pong(""), two[1]);
        interrupted.addEchoed(
                "control.long-ping-between",
                "Between two fragments a ping of 125 bytes.",
                two[0],
                Frame.of(Opcodes.PING, Payloads.random(125)),
                two[1]);
        list.by("RFC 6455 §5.4, §5.5.1")
                .add(
                        "control.close-between",
                        "After the first fragment a Close frame.",
                        Closing.EXPECTED + " The unfinished message does not come back.",
                        peer -> {
                            Conversation conversation = peer.open();
                            conversation.send(two[0], Frame.close(1000));
                            return new Closing(1000).await(conversation);
                        });
    }

    private static Finding interrupted(Peer peer, int pings) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.send(Frame.text("Hel").unfinished());
        for (int i = 0; i < pings; i++) {
            conversation.send(Frame.ping("ping " + i));
        }
        conversation.send(Frame.continuation("lo"));
        boolean pong = false;
        boolean message = false;
        while (!pong || !message) {
            Event event = conversation.next();
            if (event.equals(Frame.text("Hello"))) {
                message = true;
            } else if (event instanceof Frame frame && frame.is(Opcodes.PONG)) {
                pong |= frame.string().equals("ping " + (pings - 1));
            } else if (event instanceof Frame frame && !frame.isControl()) {
                message |= conversation
                        .assemble(frame)
                        .filter(whole -> Arrays.equals(whole.payload(), "Hello".getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
            } else {
                return Finding.fail("Of echo and pong not both came; then came " + event + ".");
            }
        }
        conversation.finish();
        return Finding.pass("Both came.");
    }

    private static Finding answeredMeanwhile(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        conversation.send(Frame.text("Hel").unfinished(), Frame.ping("now"));
        Event event = conversation.peek(conversation.options().patience());
        boolean before = event instanceof Frame;
        conversation.send(Frame.continuation("lo"));
        Event pong = before ? conversation.next() : event;
        Echo.of(fragments(Opcodes.TEXT, "Hel", "lo")).expect(conversation);
        if (!before && conversation.peek(conversation.options().quiet()) instanceof Frame frame) {
            pong = frame;
        }
        conversation.finish();
        if (!pong.equals(Frame.pong("now"))) {
            return Finding.fail("The ping was not answered; instead came " + pong + ".");
        }
        return before
                ? Finding.pass("The pong came while the message was unfinished.")
                : Finding.tolerated("The pong came only after the message was complete.");
    }

    private static void addWrongOrder(CaseList list) {
        Frame more = Frame.continuation("more");
        Frame none = Frame.continuation("");
        refused(list, "continuation-of-nothing.last", "A continuation frame with FIN comes first.", more);
        refused(
                list,
                "continuation-of-nothing.unfinished",
                "A continuation frame without FIN comes first.",
                more.unfinished());
        refused(list, "continuation-of-nothing.empty", "An empty continuation frame with FIN comes first.", none);
        refused(
                list,
                "continuation-of-nothing.empty-unfinished",
                "An empty continuation frame without FIN comes first.",
                none.unfinished());
        refused(
                list,
                "continuation-of-nothing.then-text",
                "A continuation frame without FIN comes first, then a text message.",
                more.unfinished(),
                Frame.text("after"));
        refused(list, "continuation-of-nothing.after-ping", "After a ping a continuation.", Frame.ping("x"), more);
        for (Frame late : List.of(more, more.unfinished(), none)) {
            String name = late.fin() ? late.payload().length == 0 ? "empty" : "last" : "unfinished";
            list.add(
                    "continuation-after-message." + name,
                    "After a finished message: " + late + ".",
                    PROTOCOL_ERROR.expected(),
                    peer -> {
                        Conversation conversation = peer.open();
                        Frame[] whole = fragments(Opcodes.TEXT, "Hel", "lo");
                        conversation.send(whole);
                        Echo.of(whole).expect(conversation);
                        conversation.send(late);
                        return PROTOCOL_ERROR.await(conversation);
                    });
        }
    }

    private static void refused(CaseList list, String name, String title, Frame... frames) {
        list.add(name, title, PROTOCOL_ERROR.expected(), peer -> {
            Conversation conversation = peer.open();
            conversation.send(frames);
            return frames[0].is(Opcodes.PING)
                    ? PROTOCOL_ERROR.awaitAfterPong(conversation)
                    : PROTOCOL_ERROR.await(conversation);
        });
    }

    private static void addWrongNesting(CaseList list) {
        for (int outer : new int[] {Opcodes.TEXT, Opcodes.BINARY}) {
            for (int inner : new int[] {Opcodes.TEXT, Opcodes.BINARY}) {
                for (boolean fin : new boolean[] {true, false}) {
                    Frame inside = Frame.of(inner, Payloads.text(5));
                    list.addRefused(
                            "nested." + Opcodes.word(inner) + "-in-" + Opcodes.word(outer) + (fin ? "" : "-unfinished"),
                            "Inside an unfinished " + Opcodes.word(outer) + " message another one begins: a "
                                    + Opcodes.word(inner) + " frame with" + (fin ? "" : "out") + " FIN.",
                            PROTOCOL_ERROR,
                            writer -> writer.write(
                                    Frame.of(outer, Payloads.text(3)).unfinished(),
                                    fin ? inside : inside.unfinished(),
                                    Frame.continuation("end")));
                }
            }
        }
        refused(
                list,
                "nested.after-empty-fragment",
                "Inside a message of which only an empty fragment came, another one begins.",
                Frame.text("").unfinished(),
                Frame.text("again"));
        refused(
                list,
                "nested.all-as-text",
                "A message in fragments that all have the opcode of text.",
                Frame.text("Hel").unfinished(),
                Frame.text("lo").unfinished(),
                Frame.text("!"));
    }
}
