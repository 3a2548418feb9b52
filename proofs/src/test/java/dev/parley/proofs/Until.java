package dev.parley.proofs;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for something to become so. Stateless. */
final class Until {
    private static final long PATIENCE_SECONDS = 30;

    private Until() {}

    /** @throws IllegalStateException if it does not become so in half a minute */
    static void so(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("It did not become so: " + what);
            }
            Thread.sleep(10);
        }
    }
}
