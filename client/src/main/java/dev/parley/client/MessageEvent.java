package dev.parley.client;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A message came in (HTML standard §9.1). See {@link Event}. */
public final class MessageEvent extends Event {
    private final String origin;
    private final String lastEventId;
    private final long cost;
    private final Supplier<Object> source;
    private @Nullable Object data;

    /** One for {@link EventTarget#dispatchEvent}, without an origin. */
    public MessageEvent(String type, Object data) {
        this(type, EventInit.DEFAULT, data, "", "");
    }

    /** One for {@link EventTarget#dispatchEvent}. */
    public MessageEvent(String type, EventInit init, Object data, String origin, String lastEventId) {
        super(type, init);
        this.cost = 0;
        this.source = () -> data;
        this.origin = origin;
        this.lastEventId = lastEventId;
    }

    /**
     * A text message or a binary one.
     *
     * @param cost about how much memory its data takes, in bytes
     * @param source the data, asked for once, when the event is dispatched: one that waits for its first listener is not yet bound to a
     *     binary type
     */
    MessageEvent(EventTarget target, long cost, Supplier<Object> source, String origin) {
        super("message", target);
        this.cost = cost;
        this.source = source;
        this.origin = origin;
        this.lastEventId = "";
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
        if (data == null) {
            data = source.get();
        }
        return data;
    }

    /** The scheme, host and port of the server, for instance {@code wss://example.org}. */
    public String origin() {
        return origin;
    }

    /** Of a stream of events, where it was; always empty for a WebSocket. */
    public String lastEventId() {
        return lastEventId;
    }

    /** About how much memory its data takes, in bytes. */
    long cost() {
        return cost;
    }
}
