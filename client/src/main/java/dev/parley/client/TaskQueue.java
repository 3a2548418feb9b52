package dev.parley.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in order, on an executor: a browser's event loop, for one socket. Any thread.
 *
 * <p>Its length is bounded by its owner, who stops reading from the network while it is long.
 */
final class TaskQueue {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    private final Executor executor;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    TaskQueue(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "The executor for events refuses them; they run on this thread.", e);
            run();
        }
    }

    /** Whether nothing waits or runs. */
    boolean isIdle() {
        synchronized (tasks) {
            return !running;
        }
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable t) {
                LOG.log(System.Logger.Level.ERROR, "A task failed.", t);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            if (task == null) {
                running = false;
            }
            return task;
        }
    }
}
