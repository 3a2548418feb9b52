package dev.parley.client;

import java.time.Duration;

/** A {@link ReconnectingWebSocket} is going to try again. See {@link Event}. */
public final class ReconnectingEvent extends Event {
    private final Duration delay;
    private final ConnectionLoss loss;

    ReconnectingEvent(EventTarget target, Duration delay, ConnectionLoss loss) {
        super("reconnecting", target);
        this.delay = delay;
        this.loss = loss;
    }

    /** Which attempt that will be since a connection was last open for a while: 1 for the first. */
    public int attempt() {
        return loss.failures();
    }

    /** After what time, counted from now. */
    public Duration delay() {
        return delay;
    }

    /** Why it has to. */
    public ConnectionLoss loss() {
        return loss;
    }
}
