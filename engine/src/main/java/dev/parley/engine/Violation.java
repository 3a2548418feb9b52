package dev.parley.engine;

/**
 * A rule that the peer broke: one constant for each rule, with the close code that answers it and the clause that states
 * it. Immutable.
 */
public enum Violation {
    RESERVED_BIT_SET(Close.PROTOCOL_ERROR, "RFC 6455 §5.2", "a reserved bit is set"),
    UNKNOWN_OPCODE(Close.PROTOCOL_ERROR, "RFC 6455 §5.2", "unknown opcode"),
    LENGTH_NOT_MINIMAL(Close.PROTOCOL_ERROR, "RFC 6455 §5.2", "length not in its shortest form"),
    LENGTH_NEGATIVE(Close.PROTOCOL_ERROR, "RFC 6455 §5.2", "highest bit of a length is set"),
    FRAME_NOT_MASKED(Close.PROTOCOL_ERROR, "RFC 6455 §5.1", "a client's frame is not masked"),
    FRAME_MASKED(Close.PROTOCOL_ERROR, "RFC 6455 §5.1", "a server's frame is masked"),
    CONTINUATION_WITHOUT_START(Close.PROTOCOL_ERROR, "RFC 6455 §5.4", "nothing to continue"),
    MESSAGE_INTERRUPTED(Close.PROTOCOL_ERROR, "RFC 6455 §5.4", "a message began inside another"),
    CONTROL_FRAGMENTED(Close.PROTOCOL_ERROR, "RFC 6455 §5.5", "a control frame is fragmented"),
    CONTROL_TOO_LONG(Close.PROTOCOL_ERROR, "RFC 6455 §5.5", "a control frame is over 125 bytes"),
    CLOSE_BODY_TOO_SHORT(Close.PROTOCOL_ERROR, "RFC 6455 §5.5.1", "a Close body of one byte"),
    CLOSE_CODE_INVALID(Close.PROTOCOL_ERROR, "RFC 6455 §7.4", "a close code that may not be sent"),
    CLOSE_REASON_NOT_UTF8(Close.INVALID_PAYLOAD, "RFC 6455 §5.5.1", "a close reason is not UTF-8"),
    TEXT_NOT_UTF8(Close.INVALID_PAYLOAD, "RFC 6455 §8.1", "a text message is not UTF-8"),
    COMPRESSED_DATA_INVALID(Close.INVALID_PAYLOAD, "RFC 7692 §7.2.2", "a compressed message cannot be decompressed"),
    MESSAGE_TOO_BIG(Close.MESSAGE_TOO_BIG, "RFC 6455 §10.4", "message over the limit"),
    FRAGMENTS_TOO_SMALL(Close.POLICY_VIOLATION, "RFC 6455 §10.4", "too many small fragments"),
    MESSAGE_TOO_SLOW(Close.POLICY_VIOLATION, "RFC 6455 §10.4", "a message took too long"),
    TOO_MANY_CONTROL_FRAMES(Close.POLICY_VIOLATION, "RFC 6455 §10.4", "too many control frames"),
    TOO_MANY_FINAL_BLOCKS(Close.POLICY_VIOLATION, "RFC 6455 §10.4", "too many final blocks in a compressed message"),
    TOO_MUCH_UNFINISHED(Close.TRY_AGAIN_LATER, "RFC 6455 §10.4", "too much in unfinished messages"),
    EMPTY_FRAGMENTS(Close.POLICY_VIOLATION, "RFC 6455 §10.4", "too many empty fragments in a row");

    private final Close close;
    private final String clause;
    private final Violated thrown = new Violated(this);

    Violation(int closeCode, String clause, String what) {
        this.close = new Close(closeCode, what + " (" + clause + ")");
        this.clause = clause;
    }

    /** The status code of the Close frame that answers this. */
    public int closeCode() {
        return close.code();
    }

    /** The document and section that states the rule, for instance {@code RFC 6455 §5.2}. */
    public String clause() {
        return clause;
    }

    /** The Close frame that answers this; its reason says what was wrong and where that is written. */
    public Close close() {
        return close;
    }

    /** The one exception of this violation, shared because it carries neither stack nor state. */
    Violated thrown() {
        return thrown;
    }
}
