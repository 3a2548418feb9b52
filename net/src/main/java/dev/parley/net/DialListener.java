package dev.parley.net;

import dev.parley.engine.ClientHandshake;

/** Is told what came of a {@link Dialer}'s attempt: exactly one of these, once, on any thread. */
public interface DialListener {
    /**
     * The handshake was accepted.
     *
     * @return the owner of the new connection, whose {@link ConnectionHandler#onOpen} comes next
     */
    ConnectionHandler onAccepted(ClientHandshake.Accepted accepted);

    /** There is no connection. */
    void onFailed(String why);
}
