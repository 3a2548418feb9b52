package dev.parley.engine;

import org.jspecify.annotations.Nullable;

/**
 * Every transition from an open connection to a closed one (RFC 6455 §5.5.1, §7). Confined to its connection.
 *
 * <pre>
 *                 we close                        Close frame came in
 *        ┌──────────────────────▶ CLOSE_SENT ───────────────────────────┐
 *        │                            │ timeout, end of transport       │
 *        │                            ▼                                 ▼
 *      OPEN ── end of transport ──▶ ENDED (Lost)                   CLOSE_EXCHANGED
 *        │                                                            ▲ │ server: at once
 *        ├── Close frame came in ──▶ CLOSE_RECEIVED ── answered, ─────┘ │ client: the server ended
 *        │                                             timeout          ▼         the transport, or timeout
 *        └── peer broke a rule, in any state before ──▶ ENDED (Failed)  ENDED (Clean)
 * </pre>
 *
 * <p>The answer to a Close frame, and the failure over a broken rule, wait until the owner has dealt with what came before
 * them; what it says until then is still sent.
 *
 * <p>A Close frame is sent once: a rule broken after ours went out ends the connection without a second one.
 */
final class Lifecycle {
    private enum State {
        OPEN,
        CLOSE_RECEIVED,
        CLOSE_SENT,
        CLOSE_EXCHANGED,
        ENDED
    }

    private final Role role;
    private final long closeTimeoutNanos;
    /** What an owner gets to deal with what came before: the peer counts its own time meanwhile. */
    private final long answerTimeoutNanos;

    private final FrameEncoder encoder;
    private final EngineHandler handler;
    private final Outbox outbox;
    private final Runnable release;

    private State state = State.OPEN;
    /** The time as last told, in the caller's nanoseconds. */
    private long now;

    private long deadline = WebSocketEngine.NO_DEADLINE;
    private Close received = Close.WITHOUT_STATUS;
    /** What is to be answered as soon as the owner has dealt with what came before; null if nothing is. */
    private @Nullable Violation broken;

    /** @param release called once, when it is over, before the handler learns of it */
    Lifecycle(Role role, Limits limits, FrameEncoder encoder, EngineHandler handler, Outbox outbox, Runnable release) {
        this.role = role;
        this.closeTimeoutNanos = limits.closeTimeoutNanos();
        this.answerTimeoutNanos = Math.max(1, limits.closeTimeoutNanos() / 5);
        this.encoder = encoder;
        this.handler = handler;
        this.outbox = outbox;
        this.release = release;
    }

    /** Whether anything can be sent: until our Close frame is. */
    boolean isOpen() {
        return state == State.OPEN || state == State.CLOSE_RECEIVED;
    }

    /** Whether frames from the peer still matter: not after its Close frame, nor after the end. */
    boolean listens() {
        return state == State.OPEN || state == State.CLOSE_SENT;
    }

    ReadyState readyState() {
        return switch (state) {
            // The answer is owed, and what is still to be said goes out before it: until then messages can be sent.
            case OPEN, CLOSE_RECEIVED -> ReadyState.OPEN;
            // RFC 6455 §7.1.3: "Upon either sending or receiving a Close control frame ... the WebSocket connection is
            // in the CLOSING state."
            case CLOSE_SENT, CLOSE_EXCHANGED -> ReadyState.CLOSING;
            case ENDED -> ReadyState.CLOSED;
        };
    }

    long deadline() {
        return deadline;
    }

    /** The time as last told. */
    long now() {
        return now;
    }

    void advanceTo(long time) {
        now = time;
        if (deadline == WebSocketEngine.NO_DEADLINE || now - deadline < 0) {
            return;
        }
        if (broken != null) {
            fail();
        } else if (state == State.CLOSE_RECEIVED) {
            answer();
        } else if (state == State.CLOSE_SENT) {
            end(new Ending.Lost("the peer did not answer the Close frame in time"), outbox::abort);
        } else if (state == State.CLOSE_EXCHANGED) {
            end(new Ending.Clean(received), outbox::finish);
        }
    }

    void written(long time) {
        if (deadline != WebSocketEngine.NO_DEADLINE) {
            now = time;
            startTimeout();
        }
    }

    void close(Close close) {
        sendClose(close);
        // Sending it, the transport may have told of its end.
        if (state == State.CLOSE_RECEIVED) {
            closesExchanged();
        } else if (state == State.OPEN) {
            state = State.CLOSE_SENT;
            startTimeout();
        }
    }

    void closeReceived(Close close) {
        // RFC 6455 §5.5.1: "After both sending and receiving a Close message, an endpoint considers the WebSocket
        // connection closed and MUST close the underlying TCP connection."
        received = close;
        if (state == State.OPEN) {
            state = State.CLOSE_RECEIVED;
            deadline = now + answerTimeoutNanos;
            handler.onClosing(close, this::answer);
        } else {
            closesExchanged();
        }
    }

    private void answer() {
        if (state == State.CLOSE_RECEIVED) {
            // RFC 6455 §5.5.1: "If an endpoint receives a Close frame and did not previously send a Close frame, the
            // endpoint MUST send a Close frame in response."
            sendClose(received);
            if (state == State.CLOSE_RECEIVED) {
                closesExchanged();
            }
        }
    }

    private void closesExchanged() {
        state = State.CLOSE_EXCHANGED;
        if (role == Role.SERVER) {
            // RFC 6455 §5.5.1: "The server MUST close the underlying TCP connection immediately; the client SHOULD wait
            // for the server to close the connection"
            end(new Ending.Clean(received), outbox::finish);
        } else {
            startTimeout();
        }
    }

    /** The peer broke a rule: the connection is to be failed, by {@link #fail} or when the time for it is up. */
    void broken(Violation violation) {
        if (state == State.ENDED) {
            return;
        }
        broken = violation;
        deadline = now + answerTimeoutNanos;
    }

    void fail() {
        Violation violation = broken;
        if (state == State.ENDED || violation == null) {
            return;
        }
        // RFC 6455 §7.1.7: "the client MUST _Close the WebSocket Connection_" and "the server MUST _Close the WebSocket
        // Connection_"; both say why first.
        if (state == State.OPEN) {
            sendClose(violation.close());
        }
        end(new Ending.Failed(violation), outbox::finish);
    }

    void transportEnded() {
        // RFC 6455 §7.2.1: "If at any point the underlying transport layer connection is unexpectedly lost, the client
        // MUST _Fail the WebSocket Connection_."
        if (broken != null && state != State.ENDED) {
            end(new Ending.Failed(broken), outbox::abort);
            return;
        }
        switch (state) {
            case OPEN -> end(new Ending.Lost("the connection ended without a Close frame"), outbox::abort);
            case CLOSE_SENT ->
                end(new Ending.Lost("the connection ended before the Close frame was answered"), outbox::abort);
            case CLOSE_RECEIVED, CLOSE_EXCHANGED -> end(new Ending.Clean(received), outbox::finish);
            case ENDED -> {}
        }
    }

    /** The owner gives the connection up. */
    void lose(String why) {
        end(new Ending.Lost(why), outbox::abort);
    }

    private void sendClose(Close close) {
        // RFC 6455 §7.1.2: "an endpoint MUST send a Close control frame, as described in Section 5.5.1, whose status
        // code is set to /code/ and whose close reason is set to /reason/."
        encoder.encode(Opcode.CLOSE, ControlFrames.body(close));
    }

    private void startTimeout() {
        deadline = now + closeTimeoutNanos;
    }

    private void end(Ending ending, Runnable endTransport) {
        if (state == State.ENDED) {
            return;
        }
        // First of all, since the transport may tell us of its end from inside this very call.
        state = State.ENDED;
        deadline = WebSocketEngine.NO_DEADLINE;
        release.run();
        try {
            endTransport.run();
        } finally {
            handler.onEnd(ending); // whatever the transport makes of its end
        }
    }
}
