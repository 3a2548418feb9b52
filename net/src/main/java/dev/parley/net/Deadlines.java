package dev.parley.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens when something of one event loop has not come in time. All are given the same time, so they end in the order in
 * which they began: a list and one timer do, where a timer for each would cost more than what it watches. Up to a second late.
 * Confined to its loop.
 */
final class Deadlines {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");
    private static final long TICK_MILLIS = 1_000;

    /** Something that is waited for. */
    abstract static class Waiting {
        private long deadline;
        private @Nullable Waiting before;
        private @Nullable Waiting after;
        private boolean isListed;

        /** It has not come. */
        abstract void late();
    }

    private final long nanos;
    private @Nullable Waiting first;
    private @Nullable Waiting last;
    private boolean ticking;

    Deadlines(long millis) {
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** From now on it is waited for. */
    void add(Waiting waiting, EventLoop loop) {
        waiting.deadline = System.nanoTime() + nanos;
        waiting.isListed = true;
        waiting.before = last;
        if (last == null) {
            first = waiting;
        } else {
            last.after = waiting;
        }
        last = waiting;
        if (!ticking) {
            ticking = true;
            tickLater(loop);
        }
    }

    /** It has come, or it does not matter any more. */
    void remove(Waiting waiting) {
        if (!waiting.isListed) {
            return;
        }
        waiting.isListed = false;
        Waiting before = waiting.before;
        Waiting after = waiting.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        waiting.before = null;
        waiting.after = null;
    }

    /** Nothing is waited for any more. */
    void end() {
        while (first != null) {
            expire(first);
        }
    }

    private void expire(Waiting waiting) {
        remove(waiting);
        try {
            waiting.late();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "after a deadline", e); // the others have theirs all the same
        }
    }

    private void tickLater(EventLoop loop) {
        loop.schedule(() -> tick(loop), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(EventLoop loop) {
        long now = System.nanoTime();
        while (first != null && now - first.deadline >= 0) {
            expire(first);
        }
        ticking = first != null;
        if (ticking) {
            tickLater(loop);
        }
    }
}
