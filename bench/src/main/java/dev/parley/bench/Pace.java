package dev.parley.bench;

import java.time.Duration;

/**
 * How fast, and for how long. Immutable.
 *
 * @param warmUp what comes before the clock runs
 * @param time how long the clock runs
 * @param messagesPerSecond a rate to keep, over all connections, whatever the server does; 0 for as fast as answers come
 */
public record Pace(Duration warmUp, Duration time, long messagesPerSecond) {
    /** Five seconds after one of warming up, as fast as answers come. */
    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), 0);

    /** Checks itself. */
    public Pace {
        if (messagesPerSecond < 0 || warmUp.isNegative()) {
            throw new IllegalArgumentException("Neither a rate nor a time can be negative.");
        }
        if (time.toMillis() < 100) {
            throw new IllegalArgumentException("A run takes a tenth of a second at least.");
        }
    }
}
