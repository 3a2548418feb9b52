package dev.parley.client;

import java.nio.ByteBuffer;

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
     * The message: a {@link String} if it is text, else a {@link Blob} or a {@link ByteBuffer}, as {@link
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

    /** About how much memory its data takes, in bytes. */
    long cost() {
        if (data instanceof String text) {
            return 2L * text.length();
        }
        return data instanceof Blob blob ? blob.size() : ((ByteBuffer) data).remaining();
    }
}
