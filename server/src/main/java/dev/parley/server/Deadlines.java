package dev.parley.server;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a server waits for its peers. Immutable. Each is looked at about twice a second.
 *
 * <p>How long a message and the closing handshake may take stands in {@link dev.parley.engine.Limits}.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withDeadlines(
 *         Deadlines.DEFAULT.withIdle(Optional.of(Duration.ofMinutes(10))));
 * }</pre>
 *
 * @param request from accept to a whole request, TLS included; then to the answer being taken; then to the next request. It counts
 *     from the first byte to the last, not from one read to the next
 * @param stall how long a peer may take nothing of what waits for it; then the connection is ended
 * @param idle how long there may be no message in either direction; then the connection is closed with 1001. Empty for as long as
 *     one likes, as is usual: who waits for something is what a WebSocket is for
 */
public record Deadlines(Duration request, Duration stall, Optional<Duration> idle) {
    /** 10 s for a request, longer than any honest network needs; 10 s without anything taken; no end to being idle. */
    public static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), Optional.empty());

    /** @throws IllegalArgumentException unless each is positive and at most a year */
    public Deadlines {
        check(request);
        check(stall);
        idle.ifPresent(Deadlines::check);
    }

    public Deadlines withRequest(Duration request) {
        return new Deadlines(request, stall, idle);
    }

    public Deadlines withStall(Duration stall) {
        return new Deadlines(request, stall, idle);
    }

    public Deadlines withIdle(Optional<Duration> idle) {
        return new Deadlines(request, stall, idle);
    }

    static void check(Duration wait) {
        if (wait.isNegative() || wait.isZero() || wait.toDays() > 365) {
            throw new IllegalArgumentException("A deadline is more than nothing and at most a year, not " + wait);
        }
    }
}
