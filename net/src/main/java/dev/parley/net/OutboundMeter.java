package dev.parley.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what was accepted for sending and is not written yet: payload bytes, as the application knows them, and what they
 * cost in memory, which compression makes less. Any thread.
 */
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

    /** A message became smaller by so many bytes. */
    public void compressed(long bytesLess) {
        cost.addAndGet(-bytesLess);
    }

    /** Messages were written. */
    public void written(Written messages) {
        payloadBytes.addAndGet(-messages.payloadBytes());
        cost.addAndGet(-messages.bytes() - (long) messages.count() * COST_OF_A_MESSAGE);
    }

    /** A message was not sent after all. */
    public void dropped(long bytes) {
        payloadBytes.addAndGet(-bytes);
        cost.addAndGet(-bytes - COST_OF_A_MESSAGE);
    }
}
