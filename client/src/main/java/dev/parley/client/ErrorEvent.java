package dev.parley.client;

/**
 * The connection failed. A browser keeps the cause from scripts; a program of one's own may know it. See {@link Event}.
 */
public final class ErrorEvent extends Event {
    private final String message;

    /** One for {@link EventTarget#dispatchEvent}. */
    public ErrorEvent(String type, String message) {
        super(type);
        this.message = message;
    }

    ErrorEvent(EventTarget target, String message) {
        super("error", target);
        this.message = message;
    }

    /** What went wrong, for people and logs. */
    public String message() {
        return message;
    }

    /** For logs. */
    @Override
    public String toString() {
        return "ErrorEvent[" + type() + ", " + message + "]";
    }
}
