package dev.parley.server;

import java.util.concurrent.CompletionStage;

/**
 * Takes what is posted.
 *
 * <pre>{@code
 * PostHandler count = (request, body) ->
 *         CompletableFuture.completedFuture(Response.text(200, body.length + " bytes"));
 * Routes routes = Routes.NONE.post("/count", 64 * 1024, count);
 * }</pre>
 */
@FunctionalInterface
public interface PostHandler {
    /**
     * Takes a whole body, and answers. Called on an event loop: must not block, so the answer may come later. What it throws, or the
     * stage fails with, is logged and answered with 500.
     *
     * @param body its own from now on; empty if the request has none
     */
    CompletionStage<Response> handle(Request request, byte[] body);
}
