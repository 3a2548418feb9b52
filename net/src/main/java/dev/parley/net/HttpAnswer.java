package dev.parley.net;

import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import dev.parley.engine.PartialMessages;
import dev.parley.engine.ServerHandshake;
import java.nio.charset.StandardCharsets;

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
            implements HttpAnswer {
        /** The last that is said in HTTP, as it goes out. */
        byte[] head() {
            // RFC 6455 §4.2.2: "it MUST reply with a valid HTTP response".
            StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
            for (Headers.Field field : handshake.headers()) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
