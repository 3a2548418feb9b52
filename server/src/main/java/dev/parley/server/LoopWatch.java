package dev.parley.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds one event loop just now. Written by the loop, two stores for each call, without a look at the clock; read by the
 * {@link Watchdog}.
 */
final class LoopWatch {
    /** Something that is called on an event loop and belongs to the application. */
    interface Holder {
        /** It has held the loop for too long, and still does. Called by the watchdog's thread. */
        void onSlow(Duration held, List<StackTraceElement> where);
    }

    private static final VarHandle HOLDER = field("holder", Holder.class);
    private static final VarHandle CALLS = field("calls", long.class);

    private final Thread loop;
    private @Nullable Holder holder;
    private long calls;

    LoopWatch(Thread loop) {
        this.loop = loop;
    }

    Thread loop() {
        return loop;
    }

    /** A call begins. Returns what is to be given to {@link #leave}: one call may lead to another. Called on the loop. */
    @Nullable
    Holder enter(Holder next) {
        Holder before = holder;
        CALLS.setOpaque(this, calls + 1);
        HOLDER.setRelease(this, next);
        return before;
    }

    /** The call has ended. Called on the loop. */
    void leave(@Nullable Holder before) {
        HOLDER.setRelease(this, before);
    }

    /** Who holds the loop; null if nobody does. */
    @Nullable
    Holder holder() {
        return (Holder) HOLDER.getAcquire(this);
    }

    /** How many calls have begun: by it one call is told from the next. */
    long calls() {
        return (long) CALLS.getOpaque(this);
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(LoopWatch.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e); // it stands above
        }
    }
}
