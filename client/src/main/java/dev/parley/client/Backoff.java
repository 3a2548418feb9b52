package dev.parley.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Says how long to wait before the next attempt: exponential backoff with full jitter, a random time between nothing and a span that
 * doubles with each failure up to a cap. Confined to its owner.
 */
final class Backoff {
    private final long firstNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private int failures;

    Backoff(ReconnectOptions options) {
        this.firstNanos = options.firstDelay().toNanos();
        this.maxNanos = options.maxDelay().toNanos();
        this.random = options.random();
    }

    /** How many failures there were in a row. */
    int failures() {
        return failures;
    }

    /** A connection was lost, or an attempt failed. */
    void failed() {
        failures++;
    }

    /** The next failure will be the first one again. */
    void reset() {
        failures = 0;
    }

    /** How long to wait after the failures so far, of which there is at least one. */
    Duration next() {
        long span = firstNanos;
        for (int i = 1; i < failures && span < maxNanos; i++) {
            span *= 2; // both are a day at most
        }
        return Duration.ofNanos(random.nextLong(Math.min(span, maxNanos) + 1));
    }
}
