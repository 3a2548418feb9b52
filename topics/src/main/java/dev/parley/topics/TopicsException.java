package dev.parley.topics;

/** Something asked for was not done, or nobody can say whether it was. */
public final class TopicsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The outbox has no room: publish again when something in it was acknowledged. */
    public static final String OUTBOX_FULL = "outbox_full";
    /** The client was closed, or its end is final; a message that was not acknowledged may stand in the log all the same. */
    public static final String CLOSED = "closed";

    private final String code;

    TopicsException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Why: one of the server's codes, for instance {@code forbidden}, or one of those here. */
    public String code() {
        return code;
    }
}
