package dev.parley.pubsub;

import java.time.Duration;

/**
 * What a log keeps. Immutable.
 *
 * @param maxMessages how many messages of each topic
 * @param maxAge how old messages may become, by the clock of the log
 * @param maxIds in how many of a topic's last messages one that is published again is recognised; at least {@code maxMessages}
 * @param maxTopics how many topics there may be
 * @param maxBytes how much all of it may take: of memory, or of a file. What has not been used for longest is forgotten in memory; a
 *     full file takes nothing more
 * @param maxWaitingBytes what may wait to be written
 */
public record LogOptions(
        int maxMessages, Duration maxAge, int maxIds, int maxTopics, long maxBytes, long maxWaitingBytes) {

    /** The reasons stand in SECURITY.md. */
    public static final LogOptions DEFAULT = new LogOptions(
            10_000,
            Duration.ofHours(24),
            10_000,
            100_000,
            Math.max(16L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 4),
            16L * 1024 * 1024);

    /** @throws IllegalArgumentException if a number is out of its range */
    public LogOptions {
        if (maxMessages < 1 || maxIds < maxMessages || maxTopics < 1) {
            throw new IllegalArgumentException(
                    "maxMessages and maxTopics are positive, and maxIds not below maxMessages.");
        }
        if (maxAge.toMillis() < 1 || maxBytes < 64 * 1024 || maxWaitingBytes < 1) {
            throw new IllegalArgumentException(
                    "maxAge and maxWaitingBytes are positive, and maxBytes at least 64 KiB.");
        }
    }

    /** @param maxMessages of each topic; {@code maxIds} grows with it */
    public LogOptions withMaxMessages(int maxMessages) {
        return new LogOptions(maxMessages, maxAge, Math.max(maxIds, maxMessages), maxTopics, maxBytes, maxWaitingBytes);
    }

    public LogOptions withMaxAge(Duration maxAge) {
        return new LogOptions(maxMessages, maxAge, maxIds, maxTopics, maxBytes, maxWaitingBytes);
    }

    public LogOptions withMaxIds(int maxIds) {
        return new LogOptions(maxMessages, maxAge, maxIds, maxTopics, maxBytes, maxWaitingBytes);
    }

    public LogOptions withMaxTopics(int maxTopics) {
        return new LogOptions(maxMessages, maxAge, maxIds, maxTopics, maxBytes, maxWaitingBytes);
    }

    public LogOptions withMaxBytes(long maxBytes) {
        return new LogOptions(maxMessages, maxAge, maxIds, maxTopics, maxBytes, maxWaitingBytes);
    }

    public LogOptions withMaxWaitingBytes(long maxWaitingBytes) {
        return new LogOptions(maxMessages, maxAge, maxIds, maxTopics, maxBytes, maxWaitingBytes);
    }
}
