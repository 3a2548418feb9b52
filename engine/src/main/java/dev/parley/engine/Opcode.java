package dev.parley.engine;

/**
 * What a frame carries (RFC 6455 §5.2). Immutable.
 *
 * <p>{@link #TEXT} and {@link #BINARY} are also the two kinds of message.
 */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final Opcode[] BY_CODE = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The four bits on the wire. */
    public int code() {
        return code;
    }

    /** Whether this is a control frame: close, ping or pong (RFC 6455 §5.5). */
    public boolean isControl() {
        return code >= 0x8;
    }

    /** Whether a message can be of this kind: text or binary. */
    public boolean isMessage() {
        // RFC 6455 §5.4: "the type for all fragments in a message MUST be either text, binary, or one of the reserved
        // opcodes."
        return this == TEXT || this == BINARY;
    }

    /** Whether four bits from the wire begin a message. */
    static boolean isMessage(int code) {
        return code == TEXT.code || code == BINARY.code;
    }

    /**
     * The opcode for four bits from the wire.
     *
     * @throws Violated for the reserved values 0x3…0x7 and 0xB…0xF
     */
    static Opcode of(int code) {
        Opcode opcode = BY_CODE[code];
        if (opcode == null) {
            // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket
            // Connection_."
            throw Violation.UNKNOWN_OPCODE.thrown();
        }
        return opcode;
    }
}
