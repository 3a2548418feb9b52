package dev.parley.server;

import java.time.Duration;

/**
 * How a server finds out that a peer is gone without a word. Immutable. Each is looked at about twice a second.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withLiveness(
 *         Liveness.DEFAULT.withPing(Duration.ofSeconds(50)).withPong(Duration.ofSeconds(20)));
 * }</pre>
 *
 * @param ping how long after one ping the next follows, or up to a fifth less: at random, so that peers who have come together are
 *     not all pinged together for ever
 * @param pong how long after a ping there may be no sign of the peer, a pong or anything else; then the connection is ended
 */
public record Liveness(Duration ping, Duration pong) {
    /** 25 s, which keeps proxies and routers from forgetting a connection after 30 s, as some do; and 10 s. */
    public static final Liveness DEFAULT = new Liveness(Duration.ofSeconds(25), Duration.ofSeconds(10));

    /** @throws IllegalArgumentException unless both are positive and at most a year */
    public Liveness {
        Deadlines.check(ping);
        Deadlines.check(pong);
    }

    public Liveness withPing(Duration ping) {
        return new Liveness(ping, pong);
    }

    public Liveness withPong(Duration pong) {
        return new Liveness(ping, pong);
    }
}
