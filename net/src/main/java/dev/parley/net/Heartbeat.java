package dev.parley.net;

import dev.parley.engine.ReadyState;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a peer that says nothing whether it is still there, with a ping (RFC 6455 §5.5.2), and ends the connection when it
 * says nothing to that either. Whatever arrives counts as an answer, so that a pong that waits behind a large message does no
 * harm; at most one ping is unanswered. Confined to the connection's event loop.
 */
final class Heartbeat implements Runnable {
    /** A loop that was held up reads what has arrived meanwhile before it judges. */
    private static final long LAST_CHANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final WebSocketConnection connection;
    private final Line line;
    private final long intervalNanos;
    private final long patienceNanos;
    private long heard = System.nanoTime();
    /** Since when a ping is unanswered; of meaning only while there is one. */
    private long asked;

    private boolean waiting;
    private boolean onLastChance;
    /** Where in the line's bytes the ping ends. */
    private long pingEnd;

    private boolean isPingWritten;

    private @Nullable Future<?> timer;

    Heartbeat(WebSocketConnection connection, Line line, long intervalMillis, long patienceMillis) {
        this.connection = connection;
        this.line = line;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    void start() {
        runIn(intervalNanos);
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** The peer said something. */
    void heard(long now) {
        heard = now;
        waiting = false;
    }

    /** Bytes of ours were written. The time to answer begins when the ping was, which waits behind all else. */
    void written(long now) {
        if (waiting && !isPingWritten) {
            asked = now;
            isPingWritten = line.written() >= pingEnd;
        }
    }

    @Override
    public void run() {
        if (connection.state() != ReadyState.OPEN) {
            return; // the closing handshake has a deadline of its own
        }
        long now = System.nanoTime();
        if (!connection.isListening()) {
            // Whoever does not listen cannot tell whether somebody speaks.
            heard(now);
        }
        if (waiting) {
            judge(now);
        } else if (now - heard < intervalNanos) {
            runIn(intervalNanos - (now - heard));
        } else {
            ask(now);
        }
    }

    private void ask(long now) {
        waiting = true;
        onLastChance = false;
        asked = now;
        connection.ping(EMPTY.duplicate());
        pingEnd = line.added();
        isPingWritten = line.written() >= pingEnd;
        runIn(patienceNanos);
    }

    private void judge(long now) {
        long waited = now - asked;
        if (waited < patienceNanos) {
            onLastChance = false;
            runIn(patienceNanos - waited);
        } else if (!onLastChance) {
            onLastChance = true;
            runIn(LAST_CHANCE_NANOS);
        } else {
            connection.silent(TimeUnit.NANOSECONDS.toMillis(now - heard));
        }
    }

    private void runIn(long nanos) {
        timer = line.loop().schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
}
