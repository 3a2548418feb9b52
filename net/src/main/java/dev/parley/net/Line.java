package dev.parley.net;

import dev.parley.engine.Outbox;
import io.netty.channel.EventLoop;

/**
 * What carries the bytes of one {@link WebSocketConnection}, in both directions: gathers what its engine says in one turn of the
 * event loop, and writes it at the end of the turn. Confined to its event loop, but for {@link #loop} and {@link #abort}.
 */
interface Line extends Outbox {
    /** The event loop that owns the connection. Any thread. */
    EventLoop loop();

    /** Begins to read for this connection. Called once, before all that follows. */
    void start(WebSocketConnection connection);

    /** How many bytes were added, ever. */
    long added();

    /**
     * The message whose last byte was just added will be told to the connection when it is written.
     *
     * @param payload its bytes as the application knows them
     * @param bytes its bytes as they wait
     */
    void countMessage(long payload, long bytes);

    /** Whether there is something to {@link #flush}. */
    boolean isDirty();

    /** Hands everything to the network, as far as it takes it now; the rest follows by itself. */
    void flush();

    /** How many bytes the network has taken, ever. */
    long written();

    /**
     * Whether the network has taken more since this was last asked, of what {@link #written} does not count yet: that tells of whole
     * buffers, which may take a slow peer long. False where that counts each byte.
     */
    default boolean hasTakenMore() {
        return false;
    }

    /** Whether to take bytes from the peer. Once {@link #finish} was called they are taken, and dropped, all the same. */
    void reading(boolean wanted);

    /** Ends the connection now. Any thread. */
    @Override
    void abort();
}
