package dev.parley.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lives on one event loop, and wakes when it asked for it, or up to about half a second later. One timer for all: each is a link in
 * a list of those who are woken by the same turn, or of those who need not be woken. So it costs three fields, and to ask for what one
 * has already asked for costs nothing at all. Confined to its loop.
 */
final class Wheel {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** A turn takes 2<sup>29</sup> ns, 0.54 s. */
    private static final int TURN_SHIFT = 29;
    /** Who asks for more turns than these is woken early, and asks again. A power of two. */
    private static final int SLOTS = 128;

    /** The turn that never comes: of those who need not be woken. */
    private static final int NEVER = Integer.MAX_VALUE;

    /** Something that lives on the loop. */
    abstract static class Sleeper {
        /** Which turn wakes it; 0 before it is on the wheel, and after. */
        private int turn;

        private @Nullable Sleeper before;
        private @Nullable Sleeper after;

        /**
         * It is time, or was asked for earlier. Who wants to be woken again asks again.
         *
         * @param now as of {@link System#nanoTime}
         */
        abstract void wake(long now);

        /** The loop ends. */
        abstract void end();
    }

    private final @Nullable Sleeper[] slots = new Sleeper[SLOTS];
    private @Nullable Sleeper unhurried;
    private final long origin = System.nanoTime() - (1L << TURN_SHIFT);
    private int current = 1;
    /** Those who are to be woken. */
    private int hurried;

    private boolean turning;

    /** From now on it is on the wheel; it need not be woken. */
    void add(Sleeper sleeper) {
        link(sleeper, NEVER);
    }

    /**
     * Wakes it at this time, about, or before; if it is to be woken before that in any case, or is not on the wheel, this changes
     * nothing.
     */
    void wakeBy(Sleeper sleeper, long time, EventLoop loop) {
        if (sleeper.turn == 0) {
            return;
        }
        if (!turning) {
            current = turnAt(System.nanoTime());
            turnLater(loop);
        }
        int turn = (int) Math.max(current + 1L, Math.min(turnAt(time) + 1L, current + SLOTS - 1L));
        if (sleeper.turn > turn) {
            unlink(sleeper);
            link(sleeper, turn);
        }
    }

    /** It is on the wheel no more. */
    void remove(Sleeper sleeper) {
        if (sleeper.turn != 0) {
            unlink(sleeper);
        }
    }

    /** Ends all. */
    void end() {
        List<Sleeper> all = new ArrayList<>();
        collect(unhurried, all);
        for (Sleeper first : slots) {
            collect(first, all);
        }
        all.forEach(Sleeper::end);
    }

    private static void collect(@Nullable Sleeper first, List<Sleeper> all) {
        for (Sleeper sleeper = first; sleeper != null; sleeper = sleeper.after) {
            all.add(sleeper);
        }
    }

    private int turnAt(long time) {
        return (int) Math.min(time - origin >> TURN_SHIFT, Integer.MAX_VALUE - SLOTS);
    }

    private void turnLater(EventLoop loop) {
        long next = origin + (current + 1L << TURN_SHIFT);
        try {
            loop.schedule(() -> turn(loop), Math.max(1, next - System.nanoTime()), TimeUnit.NANOSECONDS);
            turning = true;
        } catch (RejectedExecutionException e) {
            turning = false; // the loop ends, and what is on it
        }
    }

    private void turn(EventLoop loop) {
        long now = System.nanoTime();
        for (int last = turnAt(now); current < last; ) {
            current++;
            int slot = current & SLOTS - 1;
            for (Sleeper first = slots[slot]; first != null; first = slots[slot]) {
                unlink(first);
                link(first, NEVER);
                wake(first, now);
            }
        }
        turning = false;
        if (hurried > 0) {
            turnLater(loop);
        }
    }

    private static void wake(Sleeper sleeper, long now) {
        try {
            sleeper.wake(now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "after a deadline", e); // the others have theirs all the same
        }
    }

    private void link(Sleeper sleeper, int turn) {
        Sleeper first = turn == NEVER ? unhurried : slots[turn & SLOTS - 1];
        sleeper.turn = turn;
        sleeper.before = null;
        sleeper.after = first;
        if (first != null) {
            first.before = sleeper;
        }
        lead(turn, sleeper);
        hurried += turn == NEVER ? 0 : 1;
    }

    private void unlink(Sleeper sleeper) {
        Sleeper before = sleeper.before;
        Sleeper after = sleeper.after;
        if (before == null) {
            lead(sleeper.turn, after);
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        hurried -= sleeper.turn == NEVER ? 0 : 1;
        sleeper.turn = 0;
        sleeper.before = null;
        sleeper.after = null;
    }

    private void lead(int turn, @Nullable Sleeper first) {
        if (turn == NEVER) {
            unhurried = first;
        } else {
            slots[turn & SLOTS - 1] = first;
        }
    }
}
