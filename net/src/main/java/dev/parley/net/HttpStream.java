package dev.parley.net;

import java.nio.ByteBuffer;

/** The body of an answer that is written bit by bit. Any thread. */
public interface HttpStream {
    /** Whether the caller is on the event loop that owns this. */
    boolean isOnLoop();

    /** Runs a task on the event loop that owns this; not now, but soon. */
    void execute(Runnable task);

    /**
     * Writes bytes, or drops them if the body has ended. What is written from one thread arrives in that order.
     *
     * @param bytes are given, and must not change any more
     */
    void write(ByteBuffer bytes);

    /** Ends the body after what was written, and with it the connection. */
    void end();

    /** Ends the connection at once. */
    void abort();
}
