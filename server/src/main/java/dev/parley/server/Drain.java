package dev.parley.server;

import dev.parley.engine.Close;
import java.time.Duration;
import java.util.List;

/**
 * How a server leaves: first it says so, then it stops accepting and closes its peers in waves, then it ends what is left.
 * Immutable.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withDrain(
 *         Drain.DEFAULT.withNotice(Duration.ofSeconds(10)).withCloseCode(Drain.SERVICE_RESTART));
 * }</pre>
 *
 * @param notice for how long it goes on as before, accepts included, while its health is already "draining": what stands before it
 *     needs that time to send new clients elsewhere
 * @param spread over what time the waves are spread: clients that all come back at once would fall over the next server. Up to a
 *     hundred peers are one wave, whatever it says
 * @param deadline when what is left is ended, counted from the end of the notice
 * @param closeCode 1001, "going away", or 1012, "service restart", which tells a client to come back
 */
public record Drain(Duration notice, Duration spread, Duration deadline, int closeCode) {
    /** RFC 6455 §7.4.1. */
    public static final int GOING_AWAY = Close.GOING_AWAY;
    /** Registered with IANA after RFC 6455. */
    public static final int SERVICE_RESTART = 1012;

    /** At once, over one second, 1001; ended after three seconds. People and service managers wait five. */
    public static final Drain DEFAULT =
            new Drain(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(3), GOING_AWAY);

    /** @throws IllegalArgumentException if a time is negative or over a year, or the code another one */
    public Drain {
        for (Duration time : List.of(notice, spread, deadline)) {
            if (time.isNegative() || time.toDays() > 365) {
                throw new IllegalArgumentException(
                        "The times of a drain are at most a year, and not negative: " + time);
            }
        }
        if (closeCode != GOING_AWAY && closeCode != SERVICE_RESTART) {
            throw new IllegalArgumentException("A server that leaves closes with 1001 or 1012, not " + closeCode + ".");
        }
    }

    public Drain withNotice(Duration notice) {
        return new Drain(notice, spread, deadline, closeCode);
    }

    public Drain withSpread(Duration spread) {
        return new Drain(notice, spread, deadline, closeCode);
    }

    public Drain withDeadline(Duration deadline) {
        return new Drain(notice, spread, deadline, closeCode);
    }

    public Drain withCloseCode(int closeCode) {
        return new Drain(notice, spread, deadline, closeCode);
    }

    Close close() {
        return new Close(closeCode, closeCode == GOING_AWAY ? "server shutting down" : "server restarts");
    }
}
