package dev.parley.client;

/** A {@link ReconnectingWebSocket} has lost its connection, and tries to get another. See {@link Event}. */
public final class OfflineEvent extends Event {
    private final ConnectionLoss loss;

    OfflineEvent(EventTarget target, ConnectionLoss loss) {
        super("offline", target);
        this.loss = loss;
    }

    /** How it was lost. */
    public ConnectionLoss loss() {
        return loss;
    }
}
