package dev.parley.client;

/** The connection is over (WHATWG WebSockets standard §6). See {@link Event}. */
public final class CloseEvent extends Event {
    private final boolean wasClean;
    private final int code;
    private final String reason;

    /** One for {@link EventTarget#dispatchEvent}. */
    public CloseEvent(String type, boolean wasClean, int code, String reason) {
        this(type, EventInit.DEFAULT, wasClean, code, reason);
    }

    /** One for {@link EventTarget#dispatchEvent}. */
    public CloseEvent(String type, EventInit init, boolean wasClean, int code, String reason) {
        super(type, init);
        this.wasClean = wasClean;
        this.code = code;
        this.reason = reason;
    }

    CloseEvent(EventTarget target, boolean wasClean, int code, String reason) {
        super("close", target);
        this.wasClean = wasClean;
        this.code = code;
        this.reason = reason;
    }

    /** Whether both Close frames were exchanged. */
    public boolean wasClean() {
        return wasClean;
    }

    /** The code in the server's Close frame; 1005 if it had none, 1006 if no Close frame came. */
    public int code() {
        return code;
    }

    /**
     * The reason in the server's Close frame, for programs and logs; empty if there was none.
     *
     * <p>RFC 6455 §5.5.1: "As the data is not guaranteed to be human readable, clients MUST NOT show it to end users."
     */
    public String reason() {
        return reason;
    }

    /** For logs, without the reason, which the server may have written for nobody. */
    @Override
    public String toString() {
        return "CloseEvent[" + type() + ", code " + code + (wasClean ? ", clean]" : ", not clean]");
    }
}
