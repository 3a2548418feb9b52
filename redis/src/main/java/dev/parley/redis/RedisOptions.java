package dev.parley.redis;

import dev.parley.pubsub.LogOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link RedisBackplane} uses Redis. Immutable.
 *
 * @param prefix what all keys and channels begin with: services that share a Redis have different ones. 1 to 64 letters and digits of
 *     ASCII, {@code -} and {@code _}
 * @param log what is kept of each topic; {@code maxTopics} and {@code maxBytes} mean nothing here: Redis's own {@code maxmemory} is
 *     the bound
 * @param timeout how long Redis may take to answer, or to be connected to
 * @param heartbeat how often a node says that it is there, and asks whether Redis is
 * @param maxSilence how long Redis may say nothing at all before the connections are given up and others are made
 * @param maxPause how long to wait at most before trying to connect again; the wait is random, and doubles up to here
 * @param presenceExpiry how long what a node has said of presence is believed when it says nothing more
 * @param authorities certificates (PEM) to trust in place of the JDK's, for {@code rediss}
 */
public record RedisOptions(
        String prefix,
        LogOptions log,
        Duration timeout,
        Duration heartbeat,
        Duration maxSilence,
        Duration maxPause,
        Duration presenceExpiry,
        Optional<Path> authorities) {

    /** The reasons stand in SECURITY.md. */
    public static final RedisOptions DEFAULT = new RedisOptions(
            "parley",
            LogOptions.DEFAULT,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Optional.empty());

    /** @throws IllegalArgumentException if a value is out of its range */
    public RedisOptions {
        if (!prefix.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("A prefix is 1 to 64 letters and digits of ASCII, - and _.");
        }
        for (Duration time : new Duration[] {timeout, heartbeat, maxSilence, maxPause, presenceExpiry}) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("Durations must be at least a millisecond.");
            }
        }
    }

    public RedisOptions withPrefix(String prefix) {
        return new RedisOptions(prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, authorities);
    }

    public RedisOptions withLog(LogOptions log) {
        return new RedisOptions(prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, authorities);
    }

    public RedisOptions withTimeout(Duration timeout) {
        return new RedisOptions(prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, authorities);
    }

    /** @param every see {@code heartbeat} */
    public RedisOptions withHeartbeat(Duration every, Duration maxSilence) {
        return new RedisOptions(prefix, log, timeout, every, maxSilence, maxPause, presenceExpiry, authorities);
    }

    public RedisOptions withMaxPause(Duration maxPause) {
        return new RedisOptions(prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, authorities);
    }

    public RedisOptions withPresenceExpiry(Duration presenceExpiry) {
        return new RedisOptions(prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, authorities);
    }

    public RedisOptions withAuthorities(Path authorities) {
        return new RedisOptions(
                prefix, log, timeout, heartbeat, maxSilence, maxPause, presenceExpiry, Optional.of(authorities));
    }
}
