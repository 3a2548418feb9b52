package dev.parley.net;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** The body of an answer that is written bit by bit. Any thread. */
public interface HttpStream {
    /** Whether the caller is on the event loop that owns this. */
    boolean isOnLoop();

    /** That event loop, the same object for all that it owns. */
    Executor loop();

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
