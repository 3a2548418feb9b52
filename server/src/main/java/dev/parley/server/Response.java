package dev.parley.server;

import dev.parley.engine.Headers;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP response. Immutable.
 *
 * <pre>{@code
 * Response elsewhere = Response.text(302, "It has moved.").with("Location", "https://example.org/");
 * }</pre>
 *
 * @param status the HTTP status code, 200 to 599
 * @param headers header fields, without {@code Content-Length}, {@code Date} and {@code Connection}
 * @param body the bytes of the body; must not change any more
 */
public record Response(int status, Headers headers, byte[] body) {
    /** @throws IllegalArgumentException if the status is none of those that end a request */
    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status of a response is 200 to 599, not " + status + ".");
        }
    }

    /** A line of plain text. */
    public static Response text(int status, String line) {
        return new Response(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** This one with one more header field. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }

    /** This one with more header fields. */
    public Response with(Headers more) {
        return new Response(status, headers.with(more), body);
    }
}
