package dev.parley.server;

import dev.parley.engine.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A file of a web site, held in memory. Immutable.
 *
 * <p>It goes out with its type, which browsers are told not to guess, and with a content security policy that lets nothing
 * inline run.
 *
 * <pre>{@code
 * Routes routes = Routes.NONE.get("/", Page.read("chat.html", getClass().getResourceAsStream("chat.html")));
 * }</pre>
 */
public final class Page implements HttpHandler {
    /** Scripts, styles and images from this server alone, connections back to it alone, and never in a frame. */
    public static final String OWN_SITE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Response response;

    private Page(Response response) {
        this.response = response;
    }

    /**
     * Reads a page, for instance {@code Page.read("chat.js", MyPages.class.getResourceAsStream("chat.js"))}.
     *
     * @param name its file name, whose ending tells its type
     * @param content is read to its end and closed
     * @throws IllegalArgumentException if the type is not known, or there is no content
     */
    public static Page read(String name, @Nullable InputStream content) {
        String type = ContentType.of(name)
                .orElseThrow(() -> new IllegalArgumentException("The type of " + name + " is not known."));
        if (content == null) {
            throw new IllegalArgumentException("There is no resource " + name + ".");
        }
        Headers headers = Headers.of(
                "Content-Type", type,
                "X-Content-Type-Options", "nosniff",
                "Content-Security-Policy", OWN_SITE,
                "Referrer-Policy", "no-referrer",
                "Cache-Control", "no-cache");
        try (content) {
            return new Page(new Response(200, headers, content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This page, from which scripts may connect to any WebSocket server. */
    public Page connectingAnywhere() {
        Headers headers = Headers.NONE;
        for (Headers.Field field : response.headers()) {
            headers = headers.with(
                    field.name(), field.value().replace("connect-src 'self'", "connect-src 'self' ws: wss:"));
        }
        return new Page(new Response(response.status(), headers, response.body()));
    }

    @Override
    public Response handle(Request request) {
        return response;
    }
}
