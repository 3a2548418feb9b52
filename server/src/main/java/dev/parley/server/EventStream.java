package dev.parley.server;

import dev.parley.net.HttpStream;
import dev.parley.net.HttpStreamHandler;
import dev.parley.net.OutboundMeter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Somebody who listens to events, by {@code EventSource} in a browser or otherwise (WHATWG HTML §9.2, server-sent events). Any thread.
 *
 * <p>Where only the server has something to say this does without WebSocket: it is an HTTP answer that does not end, a browser
 * comes back by itself when it breaks off, and says which event it saw last.
 */
public final class EventStream {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final HttpStream stream;
    private final Request request;
    private final EventStreamHandler handler;
    private final Watchdog watchdog;
    private final long softLimitBytes;
    private final long hardLimitBytes;
    private final OutboundMeter outbound = new OutboundMeter();
    /** Whether somebody was told {@link Sent#BUFFERED} and not yet that it is over. */
    private volatile boolean drainOwed;

    private volatile boolean open = true;

    private EventStream(HttpStream stream, Request request, EventStreamHandler handler, Shared shared) {
        this.stream = stream;
        this.request = request;
        this.handler = handler;
        this.watchdog = shared.watchdog();
        ServerOptions options = shared.options();
        this.softLimitBytes = options.softLimitBytes();
        this.hardLimitBytes = (long) options.hardLimitBytes() + options.limits().maxMessageBytes();
    }

    /** The request that this answers. */
    public Request request() {
        return request;
    }

    /** Who it is, as a {@link Gate} has found. */
    public Optional<Object> principal() {
        return request.principal();
    }

    /** The id of the last event that the listener has seen, on an earlier connection; empty for none. Whatever it says, in truth. */
    public String lastEventId() {
        // A browser writes it in UTF-8; header fields are read as Latin-1.
        return request.headers()
                .first("Last-Event-ID")
                .map(id -> new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .orElse("");
    }

    public boolean isOpen() {
        return open;
    }

    /**
     * The event loop that owns this, the same object for all streams and peers of that loop; what it is given it does in order, and must
     * not block.
     */
    public Executor loop() {
        return stream.loop();
    }

    /** How many bytes wait to be written. */
    public long bufferedAmount() {
        return outbound.payloadBytes();
    }

    /** Sends an event of the kind {@code message}, without an id. What one thread sends arrives in that order. */
    public Sent send(String data) {
        return send("", "", data);
    }

    /**
     * Sends an event.
     *
     * @param id what the listener says when it comes back; empty for none
     * @param event its kind; empty for {@code message}
     * @param data any text; each kind of line end becomes {@code \n}
     * @throws IllegalArgumentException if id or kind have a line end in them, or the id a NUL
     */
    public Sent send(String id, String event, String data) {
        return give(EventText.event(id, event, data));
    }

    /** Tells the listener how long to wait before it comes back. */
    public Sent retry(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay is not negative.");
        }
        return give(EventText.retry(delay));
    }

    /** Ends the stream, after what was sent; a browser comes back, unless its page closes the {@code EventSource}. */
    public void close() {
        open = false;
        stream.end();
    }

    /** Ends the connection at once. */
    public void abort() {
        open = false;
        stream.abort();
    }

    @Override
    public String toString() {
        return request.remoteAddress() + " " + request.path();
    }

    private Sent give(ByteBuffer bytes) {
        if (!open) {
            return Sent.CLOSED;
        }
        if (outbound.cost() > hardLimitBytes) {
            abort(); // it comes back, and says where it was
            return Sent.DROPPED;
        }
        outbound.accepted(bytes.remaining());
        stream.write(bytes);
        if (outbound.cost() <= softLimitBytes) {
            return Sent.FLUSHED;
        }
        drainOwed = true;
        if (isDrained()) {
            // All was written before we said that we wait for it: nobody would tell.
            stream.execute(this::drainIfOwed);
        }
        return Sent.BUFFERED;
    }

    private boolean isDrained() {
        return outbound.cost() <= softLimitBytes / 2;
    }

    private void drainIfOwed() {
        if (drainOwed && open && isDrained()) {
            drainOwed = false;
            guarded(() -> handler.onDrain(this));
        }
    }

    /** Calls the handler, on the event loop. */
    private void guarded(Runnable call) {
        LoopWatch watch = watchdog.ofThisLoop();
        LoopWatch.Holder before = watch.enter(this::tellOfSlow);
        try {
            call.run();
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "A handler failed for " + this, t);
            abort();
        } finally {
            watch.leave(before);
        }
    }

    private void tellOfSlow(Duration held, List<StackTraceElement> where) {
        LOG.log(System.Logger.Level.WARNING, () -> Watchdog.said(this, held, where));
        FlightRecords.slow(this, held, where);
    }

    /** Brings what happens on the connection to the application's handler. Confined to the connection's event loop. */
    static final class Events implements HttpStreamHandler {
        private final EventStreamHandler handler;
        private final Request request;
        private final Shared shared;

        @SuppressWarnings("NullAway.Init") // set by onOpen, before all else
        private EventStream opened;

        Events(EventStreamHandler handler, Request request, Shared shared) {
            this.handler = handler;
            this.request = request;
            this.shared = shared;
        }

        @Override
        public void onOpen(HttpStream stream) {
            opened = new EventStream(stream, request, handler, shared);
            shared.streams().add(opened);
            opened.guarded(() -> handler.onOpen(opened));
        }

        @Override
        public void onWritten(long bytes) {
            opened.outbound.written(1, bytes, bytes);
            if (opened.drainOwed) {
                // Not within a send of the handler's own.
                opened.stream.execute(opened::drainIfOwed);
            }
        }

        @Override
        public void onEnd() {
            opened.open = false;
            shared.streams().remove(opened);
            opened.guarded(() -> handler.onClose(opened));
        }
    }
}
