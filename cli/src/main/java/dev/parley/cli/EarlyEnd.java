package dev.parley.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What lets Ctrl-C or SIGTERM end some work early, and what came of it be told all the same. The process then ends with 130 or
 * 143, as the virtual machine does by itself after a signal.
 */
final class EarlyEnd {
    /** Whoever sent the signal will not wait for longer. */
    private static final long MAX_WAIT_SECONDS = 5;

    private final CountDownLatch telling = new CountDownLatch(1);
    private final Thread hook;

    private EarlyEnd(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    awaitTold();
                },
                "parley-stop");
    }

    /** @param stop makes the work end soon; called by another thread */
    static EarlyEnd by(Runnable stop) {
        EarlyEnd end = new EarlyEnd(stop);
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void awaitTold() {
        try {
            telling.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // now, then
        }
    }

    /** Says that all is told; from now on a signal ends the process at once. */
    void told() {
        telling.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has come already.
        }
    }
}
