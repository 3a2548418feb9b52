package dev.parley.net;

import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import dev.parley.engine.PartialMessages;
import dev.parley.engine.ServerHandshake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

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
     * Answer it with bytes of a file, which are read as they are taken.
     *
     * @param status the HTTP status code
     * @param headers as with {@link Respond}
     * @param file is opened when it is its turn, and not followed if it is a link
     * @param from the first byte
     * @param count how many
     */
    record FromFile(int status, Headers headers, Path file, long from, long count) implements HttpAnswer {}

    /**
     * Answer it with 200 and a body whose end is not known yet; the connection ends with it.
     *
     * @param headers as with {@link Respond}
     * @param handler the owner of the body
     * @param heartbeat what is written now and then, so that all on the way know that it is alive; a client who takes nothing
     *     for two such times, while something waits, is disconnected
     * @param heartbeatMillis how often
     */
    record Stream(Headers headers, HttpStreamHandler handler, byte[] heartbeat, long heartbeatMillis)
            implements HttpAnswer {}

    /**
     * Decide it later; further requests of the connection wait meanwhile.
     *
     * @param decision is asked on the connection's event loop; if it fails, that is a 500
     * @param millis after this it is not waited for any more, and what is decided then has no effect
     * @param tooLate what it is then; asked as the decision is
     */
    record Later(CompletionStage<? extends Supplier<HttpAnswer>> decision, long millis, Supplier<HttpAnswer> tooLate)
            implements HttpAnswer {}

    /**
     * Take the body first; a request without one has an empty one. What is larger is a 413.
     *
     * @param maxBytes how large it may be
     * @param answer is asked on the connection's event loop, with the whole body, which is its own from then on; if it fails, that is
     *     a 500
     */
    record Take(int maxBytes, Function<byte[], HttpAnswer> answer) implements HttpAnswer {
        HttpAnswer to(byte[] body) {
            try {
                return answer.apply(body);
            } catch (RuntimeException e) {
                return PlainAnswer.failed(e);
            }
        }
    }

    /**
     * Make it a WebSocket.
     *
     * @param handshake what was agreed
     * @param limits what the peer may do
     * @param terms what it must keep to beyond the protocol
     * @param partial what unfinished messages of all peers may hold
     * @param handler the owner of the new connection
     */
    record Upgrade(
            ServerHandshake.Accepted handshake,
            Limits limits,
            Terms terms,
            PartialMessages partial,
            ConnectionHandler handler)
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
