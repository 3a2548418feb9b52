package dev.parley.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one event loop that have something to write at the end of this turn of the loop. One task for all of them: a
 * message to a thousand peers would otherwise queue a thousand. Confined to its loop.
 */
final class Turn {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private List<WebSocketConnection> dirty = new ArrayList<>();
    private List<WebSocketConnection> flushing = new ArrayList<>();

    /** @param connection has something to write, and is not waiting here yet */
    void flushLater(WebSocketConnection connection, EventLoop loop) {
        if (dirty.isEmpty()) {
            loop.execute(this::flush);
        }
        dirty.add(connection);
    }

    private void flush() {
        List<WebSocketConnection> now = dirty;
        dirty = flushing;
        flushing = now;
        for (WebSocketConnection connection : now) {
            flush(connection);
        }
        now.clear();
    }

    /** A bug in this library must not cost the loop's other connections anything. */
    private static void flush(WebSocketConnection connection) {
        try {
            connection.flush();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "connection aborted", e);
            connection.abort();
        }
    }
}
