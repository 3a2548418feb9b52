package dev.parley.net;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what was accepted for sending and is not written yet. Any thread. */
public final class OutboundMeter {
    /** What a waiting message costs beside its payload: without it, empty messages could be queued without end. */
    private static final int COST_OF_A_MESSAGE = 32;

    private final AtomicLong payloadBytes = new AtomicLong();
    private final AtomicLong cost = new AtomicLong();

    /** The payload bytes that wait. */
    public long payloadBytes() {
        return payloadBytes.get();
    }

    /** What the waiting messages cost in memory, about, in bytes. */
    public long cost() {
        return cost.get();
    }

    /** A message was accepted. To be counted before it is sent: it may be written before the sender's thread goes on. */
    public void accepted(long bytes) {
        payloadBytes.addAndGet(bytes);
        cost.addAndGet(bytes + COST_OF_A_MESSAGE);
    }

    /** Messages were written, or not accepted after all. */
    public void written(long bytes, int messages) {
        payloadBytes.addAndGet(-bytes);
        cost.addAndGet(-bytes - (long) messages * COST_OF_A_MESSAGE);
    }
}
