package dev.parley.engine;

/**
 * How a connection ended: just what a {@code CloseEvent} needs. Immutable.
 *
 * <p>{@link #code()} follows RFC 6455 §7.1.5: it is the code in the Close frame that was <em>received</em>, 1005 when that
 * frame had none, and 1006 when no Close frame arrived.
 */
public sealed interface Ending {
    /** The WebSocket connection close code (RFC 6455 §7.1.5). */
    default int code() {
        return Close.ABNORMAL;
    }

    /** The WebSocket connection close reason (RFC 6455 §7.1.6); empty when there is none. */
    default String reason() {
        return "";
    }

    /** Whether both Close frames were exchanged. */
    default boolean wasClean() {
        return this instanceof Clean;
    }

    /**
     * Both Close frames were exchanged.
     *
     * @param received what the peer's Close frame said
     */
    record Clean(Close received) implements Ending {
        @Override
        public int code() {
            return received.code();
        }

        @Override
        public String reason() {
            return received.reason();
        }
    }

    /**
     * This endpoint failed the connection, because the peer broke a rule.
     *
     * @param violation the rule; its {@link Violation#closeCode()} is what the peer was told
     */
    record Failed(Violation violation) implements Ending {}

    /**
     * The transport ended, or was given up, before both Close frames were exchanged.
     *
     * @param why for logs
     */
    record Lost(String why) implements Ending {}
}
