package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The closing handshake: status codes, reasons, and what may follow (RFC 6455 §5.5.1, §7). */
final class CloseCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    private static final Refusal BAD_REASON = Refusal.with(1007, 1002);
    private static final int[] DEFINED = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3001, 3500, 3999, 4000, 4001, 4500, 4999
    };
    private static final int[] REGISTERED_LATER = {1012, 1013, 1014};
    private static final int[] NEVER_ON_THE_WIRE = {0, 1, 42, 500, 999, 1004, 1005, 1006, 1015};
    private static final int[] UNDEFINED = {1016, 1017, 1100, 1999, 2000, 2500, 2999, 5000, 5001, 9999, 32768, 65535};

    private CloseCases() {}

    static void add(CaseList list) {
        addCodes(list);
        addReasons(list.by("RFC 6455 §5.5.1"));
        addBadBodies(list.by("RFC 6455 §5.5.1"));
        addLater(list.by("RFC 6455 §5.5.1, §1.4"));
        CloseOrderCases.add(list);
        CloseOnceCases.add(list);
        TcpEndCases.add(list);
    }

    private static void addCodes(CaseList list) {
        // RFC 6455 §7.4.1, of 1010: "this status code is not used by the server", and 1011 "indicates that a server is
        // terminating the connection".
        int ofTheOtherRole = list.role() == Role.SERVER ? 1011 : 1010;
        for (int code : DEFINED) {
            if (code == ofTheOtherRole) {
                misused(list, code);
            } else {
                closing(
                        list.by("RFC 6455 §7.4"),
                        "code." + code,
                        "A Close frame with " + code + ".",
                        Frame.close(code));
            }
        }
        CaseList later = list.by("RFC 6455 §7.4.2")
                .noting("Registered with IANA after the RFC, so an endpoint may not know the code.");
        for (int code : REGISTERED_LATER) {
            closing(later, "code." + code, "A Close frame with " + code + ".", Frame.close(code));
        }
        closing(list.by("RFC 6455 §5.5.1"), "code.none", "A Close frame without a body.", Frame.close(new byte[0]));
        CaseList never = list.by("RFC 6455 §7.4.1, §7.4.2")
                .noting("An endpoint must not send this code, so to send it back is an error of its own.");
        for (int code : NEVER_ON_THE_WIRE) {
            refusedCode(never, code);
        }
        CaseList undefined = list.by("RFC 6455 §7.4.2")
                .noting(
                        "The RFC reserves the code or does not mention it, and does not say what becomes of a peer that sends"
                                + " it. 1002 is the clear answer; to send it back is tolerated.");
        for (int code : UNDEFINED) {
            refusedCode(undefined, code);
        }
    }

    /** A code that is meant for the endpoint under test, not for the probe: to answer it is right, to refuse it no error. */
    private static void misused(CaseList list, int code) {
        list.by("RFC 6455 §7.4.1")
                .noting("RFC 6455 §7.4.1 describes the code as one that a "
                        + list.role().word()
                        + " sends. What becomes of a peer that sends it to one, the RFC does not say.")
                .add(
                        "code." + code,
                        "A Close frame with " + code + ".",
                        Closing.EXPECTED + " Tolerated: another code comes back, or TCP ends without a Close frame.",
                        peer -> {
                            Conversation conversation = peer.open();
                            conversation.send(Frame.close(code));
                            return conversation.peek(conversation.options().patience()) instanceof Event.End
                                    ? Finding.tolerated("It ended the TCP connection without a Close frame.")
                                    : new Closing(code).await(conversation);
                        });
    }

    private static void refusedCode(CaseList list, int code) {
        list.addRefused(
                "bad-code." + code,
                "A Close frame with " + code + ", which nobody may send.",
                PROTOCOL_ERROR,
                writer -> writer.write(Frame.close(code)));
    }

    private static void closing(CaseList list, String name, String title, Frame close) {
        list.add(name, title, Closing.EXPECTED, peer -> {
            Conversation conversation = peer.open();
            conversation.send(close);
            return new Closing(close.closeCode()).await(conversation);
        });
    }

    private static void addReasons(CaseList list) {
        for (int size : new int[] {1, 2, 50, 122, 123}) {
            closing(
                    list,
                    "reason." + size,
                    "A Close frame with a reason of " + size + " bytes.",
                    Frame.close(1000, Payloads.text(size)));
        }
        closing(list, "reason.multi-byte", "A reason of characters of 2, 3 and 4 bytes.", Frame.close(1000, "é€😀"));
        closing(
                list,
                "reason.multi-byte-123",
                "A reason of 41 characters of 3 bytes.",
                Frame.close(1000, "€".repeat(41)));
        closing(list, "reason.nul", "A reason with a NUL in it.", Frame.close(1000, "a\0b"));
        closing(list, "reason.bom", "A reason that begins with U+FEFF.", Frame.close(1000, "\uFEFFx"));
        closing(list, "reason.private-code", "A reason with the code 4000.", Frame.close(4000, "mine"));
    }

    private static void addBadBodies(CaseList list) {
        list.addRefused(
                "body.1",
                "A Close frame with a body of one byte.",
                PROTOCOL_ERROR,
                writer -> writer.write(Frame.close(new byte[] {3})));
        list.addRefused(
                "body.1-zero",
                "A Close frame whose body is one zero byte.",
                PROTOCOL_ERROR,
                writer -> writer.write(Frame.close(new byte[1])));
        for (Utf8Samples.Bad bad : Utf8Samples.BAD) {
            list.addRefused(
                    "bad-reason." + bad.name(),
                    "A Close frame whose reason is not UTF-8.",
                    BAD_REASON,
                    writer -> writer.write(Frame.close(1000, bad.bytes())));
        }
        byte[] cut = ("x" + "€".repeat(41)).getBytes(StandardCharsets.UTF_8);
        list.addRefused(
                "bad-reason.cut-at-123",
                "A reason of 123 bytes that ends inside a character.",
                BAD_REASON,
                writer -> writer.write(Frame.close(1000, Arrays.copyOf(cut, 123))));
    }

    private static void addLater(CaseList list) {
        Map<String, Frame[]> later = new LinkedHashMap<>();
        later.put("text", new Frame[] {Frame.text("after")});
        later.put("binary", new Frame[] {Frame.binary(Payloads.random(200))});
        later.put("fragment", new Frame[] {Frame.text("after").unfinished()});
        later.put("ping", new Frame[] {Frame.ping("after")});
        later.put("pong", new Frame[] {Frame.pong("after")});
        later.put("close", new Frame[] {Frame.close(1000)});
        later.put("close-with-another-code", new Frame[] {Frame.close(4000, "another")});
        later.put("reserved-bit", new Frame[] {Frame.text("after").withReserved(Frame.RSV1)});
        later.put("unknown-opcode", new Frame[] {Frame.of(0xB, new byte[0])});
        later.put("continuation", new Frame[] {Frame.continuation("after")});
        later.put("bad-text", new Frame[] {Frame.text(new byte[] {(byte) 0xFF})});
        later.put(
                "twenty-texts",
                IntStream.range(0, 20).mapToObj(i -> Frame.text("after " + i)).toArray(Frame[]::new));
        later.forEach((name, frames) -> list.add(
                "then." + name,
                "A Close frame, and in the same write what nobody should send after it: " + frames[0]
                        + (frames.length > 1 ? " and more." : "."),
                Closing.EXPECTED + " What came after the Close frame is not looked at.",
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.sendBytes(Joined.of(
                            conversation.writer().write(Frame.close(1000)),
                            conversation.writer().write(frames)));
                    return new Closing(1000).awaitOnly(conversation);
                }));
        list.add(
                "then.garbage",
                "A Close frame, and in the same write 1,000 random bytes.",
                Closing.EXPECTED + " What came after the Close frame is not looked at.",
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.sendBytes(
                            Joined.of(conversation.writer().write(Frame.close(1000)), Payloads.random(1000)));
                    return new Closing(1000).awaitOnly(conversation);
                });
        list.add("in-segments-of-1", "A Close frame in TCP segments of 1 byte.", Closing.EXPECTED, peer -> {
            Conversation conversation = peer.open();
            byte[] close = conversation.writer().write(Frame.close(1001, "going away"));
            conversation.wire().write(close, 1, Duration.ofMillis(1));
            return new Closing(1001).await(conversation);
        });
    }
}
