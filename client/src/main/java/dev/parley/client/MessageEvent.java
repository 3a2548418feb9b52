package dev.parley.client;

/** A message came in (HTML standard §9.1). Immutable. */
public final class MessageEvent extends Event {
    private final Object data;
    private final String origin;

    MessageEvent(EventTarget target, Object data, String origin) {
        super("message", target);
        this.data = data;
        this.origin = origin;
    }

    /**
     * The message: a {@link String} if it is text, else a {@link Blob} or a {@link java.nio.ByteBuffer}, as {@link
     * WebSocket#binaryType()} says.
     *
     * <pre>{@code
     * if (event.data() instanceof String text) …
     * }</pre>
     */
    public Object data() {
        return data;
    }

    /** The scheme, host and port of the server, for instance {@code wss://example.org}. */
    public String origin() {
        return origin;
    }
}
