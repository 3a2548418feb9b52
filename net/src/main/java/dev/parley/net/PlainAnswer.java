package dev.parley.net;

import dev.parley.engine.Headers;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/** What a request gets that no application is asked about, or that one failed at: a line of plain text. Stateless. */
final class PlainAnswer {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private PlainAnswer() {}

    static HttpAnswer.Respond text(int status, String message) {
        return new HttpAnswer.Respond(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @param cause what Netty's decoder says of it */
    static HttpAnswer.Respond malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return text(414, "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return text(431, "The header fields are too long.");
        }
        return text(400, "Malformed request.");
    }

    /** It is not the request's fault. */
    static HttpAnswer.Respond failed(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, "A handler of HTTP requests failed.", cause);
        return text(500, "Something went wrong here.");
    }
}
