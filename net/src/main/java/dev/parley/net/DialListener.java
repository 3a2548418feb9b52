package dev.parley.net;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Headers;

/**
 * Is told what came of a {@link Dialer}'s attempt: {@code onAnswer? (onAccepted | onRedirected | onRefused? onFailed)}, on any thread,
 * one call at a time.
 */
public interface DialListener {
    /** The server has answered the opening handshake with this; what follows from it comes next. */
    default void onAnswer(Headers headers) {}

    /**
     * The handshake was accepted.
     *
     * @return the owner of the new connection, whose {@link ConnectionHandler#onOpen} comes next
     */
    ConnectionHandler onAccepted(ClientHandshake.Accepted accepted);

    /**
     * There is no connection here; the server says where to try. Only if redirects were asked for.
     *
     * @param location as the server wrote it
     */
    default void onRedirected(String location) {
        onFailed("the server redirects");
    }

    /** The server answered with another status than 101; {@link #onFailed} comes next. */
    default void onRefused(int status, Headers headers) {}

    /** There is no connection. */
    void onFailed(String why);
}
