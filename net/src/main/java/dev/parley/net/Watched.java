package dev.parley.net;

import dev.parley.engine.Close;
import dev.parley.engine.ReadyState;
import dev.parley.engine.WebSocketEngine;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection against the clock: what its engine waits for, and whether the peer keeps to the {@link Terms}. It is looked at when
 * something may be due, and is told of what happens in between by setting a field. What a connection is beyond this is told apart by
 * inheritance only because an object of its own would weigh on each that waits. Confined to its event loop.
 */
abstract class Watched extends Pulse {
    final LoopShare share = LoopShare.current();
    final Line line;

    /** Since when the peer has taken nothing of what waits for it; 0 if nothing waits. */
    private long stalledAt;
    /** Null while the peer was never heard, and where there is no limit. */
    private @Nullable Pace pace;
    /** Null where there is no limit. */
    private @Nullable Silence silence;

    /** Whether a message was sent since this was last looked at. */
    private boolean spoken;

    Watched(Line line, Terms terms) {
        super(terms);
        this.line = line;
    }

    abstract WebSocketEngine engine();

    /** Whether the peer is read. */
    abstract boolean isRead();

    /** Something here has changed whether the peer is to be read. */
    abstract void updateReading();

    /** The engine was told of something, and may have said something. */
    abstract void settle();

    // ---- what happens ----

    /** It lives on its loop, and ends with it. */
    final void attach() {
        share.wheel.add(this);
    }

    /** Nothing more will happen. */
    final void detach() {
        share.wheel.remove(this);
    }

    @Override
    final void end() {
        line.abort();
    }

    /** The handshake is done. */
    final void watch() {
        long now = System.nanoTime();
        beginPulse(now);
        if (terms.idleNanos() != Terms.UNLIMITED) {
            silence = new Silence(now);
            wakeBy(silence.since + terms.idleNanos() / 4);
        }
    }

    /** A read has brought so many bytes. */
    final void heard(int bytes, long now) {
        if (!terms.limitsPace()) {
            return;
        }
        if (pace == null) {
            pace = new Pace(terms, now);
        }
        pace.charge(engine().messages(), bytes, now);
        if (pace.isHeld()) {
            updateReading();
            wakeBy(pace.resumeAt());
        }
    }

    /** A message was sent. */
    final void said() {
        spoken = true;
    }

    /** Whether the peer has been too fast, and must wait. */
    final boolean isHeld() {
        return pace != null && pace.isHeld();
    }

    /** Something waits that the network does not take. */
    final void blocked() {
        if (stalledAt == 0 && terms.stallNanos() != Terms.UNLIMITED) {
            stalledAt = System.nanoTime();
            line.hasTakenMore();
            wakeBy(stalledAt + terms.stallNanos());
        }
    }

    /** The network has taken some of what waited. */
    final void taken() {
        if (stalledAt != 0) {
            long now = System.nanoTime();
            stalledAt = line.written() < line.added() ? now : 0;
            line.hasTakenMore();
            sign(now);
        }
    }

    // ---- what is due ----

    @Override
    final void wakeBy(long time) {
        share.wheel.wakeBy(this, time, line.loop());
    }

    @Override
    final void wake(long now) {
        engine().advanceTo(now);
        if (engine().state() != ReadyState.CLOSED) {
            lookAtPace(now);
            lookAtPulse(engine(), isRead() && stalledAt == 0, now);
            lookAtOutput(now);
            lookAtSilence(now);
        }
        settle();
    }

    private void lookAtPace(long now) {
        if (pace != null && pace.isHeld()) {
            pace.advanceTo(now);
            if (pace.isHeld()) {
                wakeBy(pace.resumeAt());
            } else {
                updateReading();
            }
        }
    }

    private void lookAtOutput(long now) {
        if (stalledAt == 0) {
            return;
        }
        if (now - stalledAt >= terms.stallNanos() && line.hasTakenMore()) {
            stalledAt = now;
            sign(now);
        }
        if (now - stalledAt >= terms.stallNanos()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(now - stalledAt);
            engine().lose("the peer took nothing of what waited for it, for " + seconds + " s");
        } else {
            wakeBy(stalledAt + terms.stallNanos());
        }
    }

    private void lookAtSilence(long now) {
        Silence silent = silence;
        if (silent == null) {
            return;
        }
        if (spoken || engine().messages() != silent.messages) {
            spoken = false;
            silent.messages = engine().messages();
            silent.since = now;
        }
        if (now - silent.since >= terms.idleNanos()) {
            engine().close(new Close(Close.GOING_AWAY, "idle"));
        } else {
            // Sooner than it can be due: when the last message came is known only as well as this is looked at.
            wakeBy(Math.min(silent.since + terms.idleNanos(), now + terms.idleNanos() / 4));
        }
    }

    /** Since when there was no message, as far as is known. */
    private static final class Silence {
        private long since;
        private int messages;

        Silence(long since) {
            this.since = since;
        }
    }
}
