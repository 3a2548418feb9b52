package dev.parley.client;

import java.time.Duration;

/** What a {@link Reconnection} tells its owner. Called by its task queue: one call at a time, in order. */
interface ReconnectionEvents {
    /** There is a connection; what is sent within this call goes out before what has waited. */
    void open();

    /** What has waited is sent. */
    void online();

    void text(String text);

    /** @param bytes the owner's from now on */
    void binary(byte[] bytes);

    /** A binary message that is too large for memory. */
    void blob(Blob blob);

    /** How many bytes of a binary message are kept in memory; a larger one goes into a temporary file. On the event loop. */
    int wholeUpTo();

    /** The connection is lost. */
    void offline(ConnectionLoss loss);

    void reconnecting(Duration delay, ConnectionLoss loss);

    /** It is over; a close follows. */
    void error(String message);

    void close(boolean wasClean, int code, String reason);
}
