package dev.parley.net;

import dev.parley.engine.WebSocketEngine;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whether the peer is there: pings it now and then, and notices when nothing comes back. A connection that was cut without a word, by a
 * router or by a battery, looks just like one on which nobody has anything to say. Confined to its connection, but for {@link
 * #roundTripNanos}.
 *
 * <p>Whatever comes after the ping is a sign of the peer, not only the pong: that may stand behind a large message.
 */
abstract class Pulse extends Wheel.Sleeper {
    /** Pings that fall due together after many peers have come at once are spread over so much of the time between them. */
    private static final double JITTER = 0.2;
    /** If this loop itself was held for so long, what the peers have said meanwhile is still to be read. */
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int UNKNOWN = -1;

    final Terms terms;

    /** When the peer last gave a sign of itself. */
    private long heardAt;
    /** When the next ping is due, or the answer to the last one. */
    private long dueAt;

    private volatile int roundTripMicros = UNKNOWN;
    private boolean awaiting;

    Pulse(Terms terms) {
        this.terms = terms;
    }

    /** Begins. The first ping comes early, and at another time for each of those who have come together. */
    final void beginPulse(long now) {
        heardAt = now;
        if (terms.pingNanos() != Terms.UNLIMITED) {
            dueAt = now
                    + (long) (terms.pingNanos()
                            * (0.5 + ThreadLocalRandom.current().nextDouble() / 2));
            wakeBy(dueAt);
        }
    }

    /** The peer has given a sign of itself, or could not. */
    final void sign(long now) {
        heardAt = now;
    }

    /** A pong came, asked for or not. */
    public final void pong(ByteBuffer payload) {
        long sentAt = sentAt();
        if (awaiting && payload.remaining() == Integer.BYTES && payload.getInt(payload.position()) == (int) sentAt) {
            long micros = TimeUnit.NANOSECONDS.toMicros(heardAt - sentAt);
            roundTripMicros = (int) Math.min(Integer.MAX_VALUE, Math.max(0, micros));
        }
    }

    /** How long the peer took to answer the last ping that it has answered; negative while there is none. Any thread. */
    public final long roundTripNanos() {
        return TimeUnit.MICROSECONDS.toNanos(roundTripMicros);
    }

    /** @param canBeHeard whether there is nothing on our side that keeps the ping or what follows it from coming through */
    final void lookAtPulse(WebSocketEngine engine, boolean canBeHeard, long now) {
        if (terms.pingNanos() == Terms.UNLIMITED) {
            return;
        }
        if (now - dueAt >= 0) {
            if (awaiting && canBeHeard && heardAt - sentAt() < 0 && now - dueAt <= HELD_NANOS) {
                engine.lose("there was no sign of the peer after a ping");
                return;
            }
            if (awaiting || !canBeHeard) {
                pauseFrom(awaiting ? sentAt() : now);
            } else {
                ping(engine);
            }
        }
        wakeBy(dueAt);
    }

    /** Until the next ping, which follows the last by so much. No second one is under way before. */
    private void pauseFrom(long time) {
        awaiting = false;
        dueAt = time
                + (long) (terms.pingNanos()
                        * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    /** The payload is when it was sent, as far as that goes into four bytes: so nothing need be kept to know it again. */
    private void ping(WebSocketEngine engine) {
        long now = System.nanoTime();
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES).putInt(0, (int) now);
        awaiting = engine.ping(payload);
        dueAt = now + terms.pongNanos();
    }

    private long sentAt() {
        return dueAt - terms.pongNanos();
    }

    abstract void wakeBy(long time);
}
