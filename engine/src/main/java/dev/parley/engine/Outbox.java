package dev.parley.engine;

import java.nio.ByteBuffer;

/**
 * Everything a {@link WebSocketEngine} can do to its transport. The transport owns every buffer; when it flushes is its own
 * affair. Called by the thread that calls the engine, inside that call; it may tell the engine from there that the transport
 * ended, and call nothing else of it.
 */
public interface Outbox {
    /**
     * Reserves the next {@code bytes} bytes of the outgoing stream.
     *
     * @param bytes 1 to 16,384
     * @return a big-endian buffer with at least that much room, into which the engine puts exactly that many bytes at the position,
     *     before any other call
     */
    ByteBuffer claim(int bytes);

    /** Adds the bytes from position to limit to the outgoing stream; they are lent until this returns. */
    void append(ByteBuffer bytes);

    /** Whether the peer does not take what was added: then a pong waits until {@link WebSocketEngine#caughtUp}, and may be outrun. */
    default boolean isBehind() {
        return false;
    }

    /** Nothing more will be added: closes the connection once all that was added has been written. */
    void finish();

    /** Closes the connection now, whatever is still to be written. */
    void abort();
}
