package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lengths that nobody can take, declared in headers whose payload never comes (RFC 6455 §5.2, §10.4). */
final class LimitCases {
    /** What no disk holds: from here on, text and continuation frames declare it, too. */
    private static final long INCONCEIVABLE = 1L << 40;

    private static final Refusal TOO_BIG = Refusal.with(1009, 1002);
    private static final Refusal NEGATIVE = Refusal.with(1002, 1009);

    private LimitCases() {}

    static void add(CaseList list) {
        CaseList limits = list.by("RFC 6455 §10.4")
                .noting(
                        "RFC 6455 §10.4: endpoints with limits \"MUST protect themselves against exceeding those limits\". The"
                                + " header says all there is to know. To wait for the payload is tolerated: a frame may be so long"
                                + " (§5.2), and until its bytes come, they exceed no limit.");
        huge().forEach((name, length) -> {
            declared(limits, "huge." + name, Frame.binary(Payloads.random(5)), length);
            if (length >= INCONCEIVABLE || name.endsWith("plus-5")) {
                declared(limits, "huge-text." + name, Frame.text(Payloads.text(5)), length);
                continued(limits, "huge-continuation." + name, length);
            }
        });
        CaseList negative = list.by("RFC 6455 §5.2")
                .noting("RFC 6455 §5.2, of the 64-bit length: \"the most significant bit MUST be 0\".");
        negative().forEach((name, length) -> {
            negative.addRefused(
                    "negative." + name,
                    "A frame that declares " + hex(length) + ", negative as a signed number, with 5 bytes of it.",
                    NEGATIVE,
                    writer -> writer.declaring(Frame.binary(Payloads.random(5)), length));
            negative.addRefused(
                    "negative-continuation." + name,
                    "A second fragment that declares " + hex(length) + ", negative as a signed number.",
                    NEGATIVE,
                    writer -> Joined.of(
                            writer.write(Frame.binary(Payloads.random(5)).unfinished()),
                            writer.declaring(Frame.continuation("12345"), length)));
        });
        addControl(list.by("RFC 6455 §5.5"));
    }

    private static Map<String, Long> huge() {
        Map<String, Long> lengths = new LinkedHashMap<>();
        lengths.put("2-31-minus-1", (1L << 31) - 1);
        lengths.put("2-31", 1L << 31);
        lengths.put("2-31-plus-5", (1L << 31) + 5);
        lengths.put("2-32-minus-1", (1L << 32) - 1);
        lengths.put("2-32", 1L << 32);
        lengths.put("2-32-plus-1", (1L << 32) + 1);
        lengths.put("2-32-plus-5", (1L << 32) + 5);
        lengths.put("2-40", 1L << 40);
        lengths.put("2-48-plus-5", (1L << 48) + 5);
        lengths.put("2-53-minus-1", (1L << 53) - 1);
        lengths.put("2-53", 1L << 53);
        lengths.put("2-53-plus-1", (1L << 53) + 1);
        lengths.put("2-56-plus-5", (5L << 56) + 5);
        lengths.put("2-62", 1L << 62);
        lengths.put("2-63-minus-14", Long.MAX_VALUE - 13);
        lengths.put("2-63-minus-5", Long.MAX_VALUE - 4);
        lengths.put("2-63-minus-1", Long.MAX_VALUE);
        return lengths;
    }

    private static Map<String, Long> negative() {
        Map<String, Long> lengths = new LinkedHashMap<>();
        lengths.put("minus-2-63", Long.MIN_VALUE);
        lengths.put("minus-2-63-plus-5", Long.MIN_VALUE + 5);
        lengths.put("minus-2-32", -1L << 32);
        lengths.put("minus-2-32-plus-5", (-1L << 32) + 5);
        lengths.put("minus-14", -14L);
        lengths.put("minus-5", -5L);
        lengths.put("minus-2", -2L);
        lengths.put("minus-1", -1L);
        return lengths;
    }

    private static void declared(CaseList list, String name, Frame frame, long length) {
        list.add(
                name,
                "A " + Opcodes.word(frame.opcode()) + " frame that declares " + length + " bytes, with 5 of them.",
                TOO_BIG.expectedUnlessItWaits(),
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.sendBytes(conversation.writer().declaring(frame, length));
                    return TOO_BIG.awaitUnlessItWaits(conversation);
                });
    }

    private static void continued(CaseList list, String name, long length) {
        list.add(
                name,
                "A first fragment of 5 bytes, and a second one that declares " + length + ".",
                TOO_BIG.expectedUnlessItWaits(),
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.send(Frame.binary(Payloads.random(5)).unfinished());
                    conversation.sendBytes(conversation.writer().declaring(Frame.continuation("12345"), length));
                    return TOO_BIG.awaitUnlessItWaits(conversation);
                });
    }

    private static void addControl(CaseList list) {
        for (int opcode : new int[] {Opcodes.PING, Opcodes.PONG, Opcodes.CLOSE}) {
            for (long length : new long[] {1L << 32, Long.MAX_VALUE, -1}) {
                String size = length < 0 ? "minus-1" : length == 1L << 32 ? "2-32" : "2-63-minus-1";
                list.addRefused(
                        "control." + Opcodes.word(opcode) + "-" + size,
                        "A " + Opcodes.word(opcode) + " frame that declares " + hex(length) + " bytes.",
                        NEGATIVE,
                        writer -> writer.declaring(Frame.of(opcode, new byte[0]), length));
            }
        }
    }

    private static String hex(long length) {
        return String.format("%016x", length);
    }
}
