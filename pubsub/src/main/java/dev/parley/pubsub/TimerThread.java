package dev.parley.pubsub;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of the machine, and one thread that waits for all. Any thread. */
final class TimerThread implements Timing {
    static final TimerThread SHARED = new TimerThread();

    private static final System.Logger LOG = System.getLogger("dev.parley.pubsub");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "parley-topics-timer");
        thread.setDaemon(true);
        return thread;
    });

    private TimerThread() {}

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public void after(long millis, Runnable task) {
        timer.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.ERROR, "A task failed.", e);
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }
}
