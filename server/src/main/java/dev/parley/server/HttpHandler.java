package dev.parley.server;

/** Answers plain HTTP requests. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers a GET or HEAD request. Called on an event loop: must not block. The body of the answer to a HEAD request is
     * left out by the server.
     */
    Response handle(Request request);
}
