package dev.parley.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one peer's handler that run on an executor: one at a time, in order. Any thread.
 *
 * <p>It is bounded by its owner, who reads nothing further from the peer while {@link #isBehind}.
 */
final class PeerTasks {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    /** After so many, other peers that wait for a thread have their turn. */
    private static final int MOST_IN_A_ROW = 64;

    private record Task(int cost, Runnable call) {}

    private final Executor executor;
    private final long mostCost;
    private final Runnable onBehindChanged;

    private final Deque<Task> tasks = new ArrayDeque<>();
    private boolean running;
    private long cost;
    private volatile boolean behind;

    /**
     * @param mostCost what may wait, in bytes, until the handler counts as being behind
     * @param onBehindChanged called after {@link #isBehind} has changed, by whoever changed it
     */
    PeerTasks(Executor executor, long mostCost, Runnable onBehindChanged) {
        this.executor = executor;
        this.mostCost = mostCost;
        this.onBehindChanged = onBehindChanged;
    }

    /** Whether more waits than should: from over the bound until half of it. */
    boolean isBehind() {
        return behind;
    }

    /**
     * Adds a call.
     *
     * @param cost what it holds in memory, in bytes
     * @return false if the executor takes nothing; what waited is dropped then
     */
    boolean add(int cost, Runnable call) {
        boolean start;
        boolean changed = false;
        synchronized (tasks) {
            tasks.add(new Task(cost, call));
            this.cost += cost;
            if (this.cost > mostCost && !behind) {
                behind = true;
                changed = true;
            }
            start = !running;
            running = true;
        }
        if (changed) {
            onBehindChanged.run();
        }
        return !start || start();
    }

    private boolean start() {
        try {
            executor.execute(this::run);
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (tasks) {
                tasks.clear();
                cost = 0;
                behind = false;
                running = false;
            }
            onBehindChanged.run();
            return false;
        }
    }

    /** Whether nothing waits or runs. */
    boolean isIdle() {
        synchronized (tasks) {
            return !running;
        }
    }

    private void run() {
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            Task task = next();
            if (task == null) {
                return;
            }
            try {
                task.call.run();
            } catch (Throwable t) {
                LOG.log(System.Logger.Level.ERROR, "A task failed.", t);
            }
            done(task);
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            run(); // whoever gave it this thread wants the work done
        }
    }

    private @Nullable Task next() {
        synchronized (tasks) {
            Task task = tasks.poll();
            if (task == null) {
                running = false;
            }
            return task;
        }
    }

    private void done(Task task) {
        synchronized (tasks) {
            cost -= task.cost;
            if (!behind || cost > mostCost / 2) {
                return;
            }
            behind = false;
        }
        onBehindChanged.run();
    }
}
