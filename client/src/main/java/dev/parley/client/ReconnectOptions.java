package dev.parley.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How a {@link ReconnectingWebSocket} comes back. Immutable.
 *
 * <p>The wait before an attempt is random between nothing and a span that doubles with each failure ("full jitter"), the first one
 * after a loss included: a server that restarts loses all its clients in the same moment.
 *
 * @param firstDelay the span after the first failure
 * @param maxDelay what the span does not grow beyond
 * @param maxRetryAfter what is believed at most of a server's {@code Retry-After}, to which the random wait is added
 * @param stableAfter for how long a connection must be open before its loss counts as a first failure: a server that accepts and
 *     then drops its clients has not recovered
 * @param maxQueuedMessages how many messages wait while there is no connection
 * @param maxQueuedBytes how many bytes of messages wait while there is no connection
 * @param decision whether to try again
 * @param random where chance comes from; used by one thread at a time for each socket
 */
public record ReconnectOptions(
        Duration firstDelay,
        Duration maxDelay,
        Duration maxRetryAfter,
        Duration stableAfter,
        int maxQueuedMessages,
        long maxQueuedBytes,
        ReconnectDecision decision,
        RandomGenerator random) {

    /**
     * 1 s, doubling to 30 s, an hour of {@code Retry-After} at most, stable after 10 s; 1,024 messages or 1 MiB wait; {@link
     * ReconnectDecision#DEFAULT}.
     */
    public static final ReconnectOptions DEFAULT = new ReconnectOptions(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            1024,
            1024 * 1024,
            ReconnectDecision.DEFAULT,
            () -> ThreadLocalRandom.current().nextLong());

    /** @throws IllegalArgumentException if a number is out of its range */
    public ReconnectOptions {
        if (firstDelay.isNegative() || firstDelay.isZero() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("firstDelay must be positive, and maxDelay not below it.");
        }
        if (maxDelay.compareTo(Duration.ofDays(1)) > 0 || maxRetryAfter.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("maxDelay and maxRetryAfter are a day at most.");
        }
        if (maxRetryAfter.isNegative() || stableAfter.isNegative()) {
            throw new IllegalArgumentException("maxRetryAfter and stableAfter must not be negative.");
        }
        if (maxQueuedMessages < 0 || maxQueuedBytes < 0) {
            throw new IllegalArgumentException("maxQueuedMessages and maxQueuedBytes must not be negative.");
        }
    }

    /** The span after the first failure, and what it does not grow beyond. */
    public ReconnectOptions withDelays(Duration firstDelay, Duration maxDelay) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }

    public ReconnectOptions withMaxRetryAfter(Duration maxRetryAfter) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }

    public ReconnectOptions withStableAfter(Duration stableAfter) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }

    /** How many messages, and how many bytes of them, wait while there is no connection; 0 for none. */
    public ReconnectOptions withQueue(int maxQueuedMessages, long maxQueuedBytes) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }

    public ReconnectOptions withDecision(ReconnectDecision decision) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }

    public ReconnectOptions withRandom(RandomGenerator random) {
        return new ReconnectOptions(
                firstDelay, maxDelay, maxRetryAfter, stableAfter, maxQueuedMessages, maxQueuedBytes, decision, random);
    }
}
