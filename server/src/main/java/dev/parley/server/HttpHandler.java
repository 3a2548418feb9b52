package dev.parley.server;

/**
 * Answers plain HTTP requests.
 *
 * <pre>{@code
 * HttpHandler greeting = request -> Response.text(200, "hello " + request.cookie("name").orElse("stranger"));
 * Routes routes = Routes.NONE.get("/greeting", greeting);
 * }</pre>
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers a GET or HEAD request. Called on an event loop: must not block. The body of the answer to a HEAD request is
     * left out by the server.
     */
    Response handle(Request request);
}
