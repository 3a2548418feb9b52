package dev.parley.probe;

/** Opcodes that have no meaning (RFC 6455 §5.2). */
final class OpcodeCases {
    private static final int[] UNKNOWN = {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF};
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    private static final Refusal ERROR_OR_TOO_BIG = Refusal.with(1002, 1009);

    private OpcodeCases() {}

    static void add(CaseList list) {
        CaseList opcodes = list.by("RFC 6455 §5.2");
        for (int opcode : UNKNOWN) {
            String name = String.format("%x", opcode);
            Frame frame = Frame.of(opcode, Payloads.text(5));
            opcodes.addRefused(
                    name + ".empty",
                    "A frame of the unknown opcode " + name + " without payload.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(Frame.of(opcode, new byte[0])));
            opcodes.addRefused(
                    name + ".payload",
                    "A frame of the unknown opcode " + name + ", and a text message after it.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(frame, Frame.text("after")));
            opcodes.addRefused(
                    name + ".unfinished",
                    "A frame of the unknown opcode " + name + " without FIN, and a continuation of it.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(frame.unfinished(), Frame.continuation("more")));
            opcodes.addRefused(
                    name + ".in-message",
                    "A frame of the unknown opcode " + name + " between two fragments.",
                    PROTOCOL_ERROR,
                    writer -> writer.write(Frame.text("hel").unfinished(), frame, Frame.continuation("lo")));
            opcodes.add(
                    name + ".huge",
                    "The header of a frame of the unknown opcode " + name + " that declares 1 GiB.",
                    ERROR_OR_TOO_BIG.expectedUnlessItWaits(),
                    peer -> {
                        Conversation conversation = peer.open();
                        conversation.sendBytes(
                                conversation.writer().declaring(Frame.of(opcode, new byte[0]), 1L << 30));
                        return ERROR_OR_TOO_BIG.awaitUnlessItWaits(conversation);
                    });
        }
    }
}
