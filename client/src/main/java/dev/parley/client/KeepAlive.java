package dev.parley.client;

import java.time.Duration;

/**
 * How a dead connection is noticed, and a quiet one kept open by what stands between: a server that says nothing is asked, with
 * a ping, whether it is still there (RFC 6455 §5.5.2). Immutable.
 *
 * @param interval after so long without a byte from the server it is asked
 * @param patience so long it has then to say something, whatever it is; or the connection fails
 */
public record KeepAlive(Duration interval, Duration patience) {
    /**
     * After 25 s: less than the half minute after which some routers forget a quiet connection, and less than the minute of
     * many proxies. Patience of 20 s: on a bad line a packet may be sent five times before it arrives.
     */
    public static final KeepAlive DEFAULT = new KeepAlive(Duration.ofSeconds(25), Duration.ofSeconds(20));

    /** @throws IllegalArgumentException if one of them is less than a millisecond */
    public KeepAlive {
        if (interval.toMillis() < 1 || patience.toMillis() < 1) {
            throw new IllegalArgumentException("interval and patience must be at least a millisecond.");
        }
    }
}
