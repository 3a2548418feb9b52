package dev.parley.net;

import java.util.concurrent.TimeUnit;

/**
 * How fast a peer is read: two token buckets, one for messages and one for bytes, each of which holds a second's worth. They are charged
 * once a read, with what the read has brought, and not for each message: so the pace is exceeded by one read at most, and costs next to
 * nothing. Confined to its connection.
 */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Terms terms;
    /** When all that has come would have come, at the pace that is allowed. */
    private long messagesUntil;

    private long bytesUntil;
    /** Of the peer, ever. */
    private int messages;

    private boolean held;

    Pace(Terms terms, long now) {
        this.terms = terms;
        this.messagesUntil = now;
        this.bytesUntil = now;
    }

    /** Whether reading must pause until {@link #resumeAt}. */
    boolean isHeld() {
        return held;
    }

    long resumeAt() {
        return later(messagesUntil, bytesUntil) - SECOND;
    }

    /**
     * Counts what a read has brought.
     *
     * @param messages of the peer, ever; may wrap around
     * @param bytes of this read
     */
    void charge(int messages, int bytes, long now) {
        messagesUntil = after(messagesUntil, messages - this.messages, terms.messagesPerSecond(), now);
        this.messages = messages;
        bytesUntil = after(bytesUntil, bytes, terms.bytesPerSecond(), now);
        held = resumeAt() - now > 0;
    }

    /** Tells the time. */
    void advanceTo(long now) {
        held = held && resumeAt() - now > 0;
    }

    private static long after(long until, int more, long perSecond, long now) {
        long from = later(until, now);
        return perSecond == Terms.UNLIMITED ? from : from + (long) ((double) more * SECOND / perSecond);
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
