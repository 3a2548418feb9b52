package dev.parley.probe;

/** The opcodes of RFC 6455 §5.2, as numbers, because the probe also sends those that do not exist. */
final class Opcodes {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private Opcodes() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    static boolean isReserved(int opcode) {
        return opcode > BINARY && opcode < CLOSE || opcode > PONG;
    }

    static String word(int opcode) {
        return switch (opcode) {
            case CONTINUATION -> "continuation";
            case TEXT -> "text";
            case BINARY -> "binary";
            case CLOSE -> "close";
            case PING -> "ping";
            case PONG -> "pong";
            default -> "opcode-" + Integer.toHexString(opcode);
        };
    }
}
