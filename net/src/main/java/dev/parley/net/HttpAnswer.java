package dev.parley.net;

import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import dev.parley.engine.PartialMessages;
import dev.parley.engine.ServerHandshake;

/** What to do about an HTTP request. */
public sealed interface HttpAnswer {
    /**
     * Answer it.
     *
     * @param status the HTTP status code
     * @param headers header fields, without {@code Content-Length}, {@code Date} and {@code Connection}
     * @param body the bytes of the body; must not change any more
     */
    record Respond(int status, Headers headers, byte[] body) implements HttpAnswer {}

    /**
     * Make it a WebSocket.
     *
     * @param handshake what was agreed
     * @param limits what the peer may do
     * @param partial what unfinished messages of all peers may hold
     * @param handler the owner of the new connection
     */
    record Upgrade(
            ServerHandshake.Accepted handshake, Limits limits, PartialMessages partial, ConnectionHandler handler)
            implements HttpAnswer {}
}
