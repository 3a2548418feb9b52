package dev.parley.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the unfinished messages of many connections may hold together, in bytes: each alone is within its limit, and a
 * thousand of them are not. Any thread.
 */
public final class PartialMessages {
    /** For an endpoint that chooses its peers. */
    public static final PartialMessages UNLIMITED = new PartialMessages(Long.MAX_VALUE);

    private final long maxBytes;
    private final AtomicLong held = new AtomicLong();

    private PartialMessages(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws IllegalArgumentException unless positive */
    public static PartialMessages upTo(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException(
                    "The unfinished messages of all connections must be allowed some bytes.");
        }
        return new PartialMessages(maxBytes);
    }

    /** How many bytes are held. */
    public long heldBytes() {
        return held.get();
    }

    /** Takes so many more, or none and answers false. */
    boolean hold(long bytes) {
        if (held.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void letGo(long bytes) {
        held.addAndGet(-bytes);
    }
}
