package dev.parley.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds handlers that hold an event loop: a daemon thread that looks at each loop twice within the time that is too long. A call
 * that it sees three times has held the loop for that time at least. Any thread.
 */
final class Watchdog implements AutoCloseable {
    /** How often the same call is seen before it is told of: twice the pause between two looks is the threshold. */
    private static final int SIGHTINGS = 3;

    /** The innermost ones; below them are the event loop and this library. */
    private static final int MOST_FRAMES_SAID = 16;

    private final List<LoopWatch> loops = new CopyOnWriteArrayList<>();
    private final ThreadLocal<LoopWatch> own = ThreadLocal.withInitial(this::begin);
    private final long pauseNanos;
    private final @Nullable Thread thread;

    /** @param threshold how long a handler may hold its loop; zero for as long as it likes */
    Watchdog(Duration threshold) {
        this.pauseNanos = Math.max(1, threshold.toNanos() / (SIGHTINGS - 1));
        this.thread = threshold.isZero() ? null : new Thread(this::watch, "parley-watchdog");
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The watch of the event loop that calls. */
    LoopWatch ofThisLoop() {
        return own.get();
    }

    private LoopWatch begin() {
        LoopWatch watch = new LoopWatch(Thread.currentThread());
        loops.add(watch);
        return watch;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** What is said of it in a log. */
    static String said(Object who, Duration held, List<StackTraceElement> where) {
        StringBuilder line = new StringBuilder()
                .append("the handler of ")
                .append(who)
                .append(" has held its event loop for ")
                .append(held.toMillis())
                .append(" ms, and others wait; what blocks belongs on an executor (ServerOptions.withExecutor):");
        // One line a record is a promise of the command's log.
        where.stream()
                .limit(MOST_FRAMES_SAID)
                .forEach(frame -> line.append(" at ").append(frame));
        return line.toString();
    }

    /** A call that was seen. */
    private static final class Sighting {
        final LoopWatch.Holder holder;
        final long call;
        final long since = System.nanoTime();
        int times = 1;

        Sighting(LoopWatch.Holder holder, long call) {
            this.holder = holder;
            this.call = call;
        }
    }

    private void watch() {
        Map<LoopWatch, Sighting> seen = new HashMap<>();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
                for (LoopWatch loop : loops) {
                    seen.compute(loop, Watchdog::look);
                }
            }
        } catch (InterruptedException e) {
            // the server is closed
        }
    }

    private static @Nullable Sighting look(LoopWatch loop, @Nullable Sighting before) {
        LoopWatch.Holder holder = loop.holder();
        long call = loop.calls();
        if (holder == null) {
            return null;
        }
        if (before == null || before.holder != holder || before.call != call) {
            return new Sighting(holder, call);
        }
        before.times++;
        if (before.times == SIGHTINGS) {
            List<StackTraceElement> where = new ArrayList<>(List.of(loop.loop().getStackTrace()));
            if (loop.calls() == call && loop.holder() == holder) { // else that is where another one is
                holder.onSlow(Duration.ofNanos(System.nanoTime() - before.since), where);
            }
        }
        return before;
    }
}
