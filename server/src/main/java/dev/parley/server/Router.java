package dev.parley.server;

import dev.parley.engine.PartialMessages;
import dev.parley.engine.ServerHandshake;
import dev.parley.net.ConnectionHandler;
import dev.parley.net.HttpAnswer;
import dev.parley.net.HttpRequest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Decides what a request gets: a WebSocket, a page, or a clear refusal. Any thread. */
final class Router {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final Routes routes;
    private final ServerOptions options;
    private final Set<Peer> peers;
    private final BooleanSupplier closing;
    private final PartialMessages partial;
    private final boolean onLoopback;
    private final AtomicLong refusalsToTell = new AtomicLong(10);

    /**
     * @param peers where open peers are kept
     * @param closing whether the server takes nobody any more
     * @param onLoopback whether the server listens on a loopback address
     */
    Router(Routes routes, ServerOptions options, Set<Peer> peers, BooleanSupplier closing, boolean onLoopback) {
        this.routes = routes;
        this.options = options;
        this.peers = peers;
        this.closing = closing;
        this.partial = PartialMessages.upTo(options.maxPartialBytes());
        this.onLoopback = onLoopback;
    }

    HttpAnswer answer(HttpRequest asked) {
        if (closing.getAsBoolean()) {
            return respond(Response.text(503, "The server is shutting down."));
        }
        String target = originForm(asked.target());
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        Request request =
                new Request(asked.method(), path, query, asked.headers(), asked.remoteAddress(), asked.secure());

        var webSocket = routes.webSocket(path);
        var http = routes.http(path);
        if (webSocket.isPresent() && (http.isEmpty() || ServerHandshake.isMeant(request.headers()))) {
            return upgrade(asked, request, webSocket.get());
        }
        if (http.isEmpty()) {
            // RFC 6455 §4.2.2: "If the requested service is not available, the server MUST send an appropriate HTTP
            // error code (such as 404 Not Found)".
            return respond(Response.text(404, "Nothing is here."));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return respond(
                    Response.text(405, "Only GET and HEAD are answered here.").with("Allow", "GET, HEAD"));
        }
        return respond(http.get().handle(request));
    }

    private HttpAnswer upgrade(HttpRequest asked, Request request, Routes.WebSocketRoute route) {
        ServerHandshake.Verdict verdict = ServerHandshake.judge(
                asked.method(), asked.version(), asked.headers(), options.compression(), route.subprotocols()::choose);
        if (verdict instanceof ServerHandshake.Refused refused) {
            return respond(Response.text(refused.status(), refused.why()).with(refused.headers()));
        }
        // RFC 6455 §4.2.2: "If the server does not wish to accept this connection, it MUST return an appropriate HTTP
        // error code (e.g., 403 Forbidden)".
        if (!options.origins().allow(request.headers(), onLoopback)) {
            // The first ones are told to whoever sets this up; a stranger must not be able to fill the log.
            LOG.log(
                    refusalsToTell.getAndDecrement() > 0 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                    // No apostrophe: this is a pattern, in which one would quote what follows it.
                    "a page of origin \"{0}\" may not connect to {1}; allow it with --allow-origin, or in code with"
                            + " ServerOptions.withOrigins, if it should",
                    request.headers().first("Origin").orElse("?"),
                    request.headers().first("Host").orElse("?"));
            return respond(Response.text(403, "Pages of this origin may not connect here."));
        }
        ServerHandshake.Accepted accepted = (ServerHandshake.Accepted) verdict;
        ConnectionHandler events = new PeerEvents(route.handler(), request, accepted.protocol(), options, peers);
        return new HttpAnswer.Upgrade(accepted, options.limits(), partial, events);
    }

    /** RFC 9112 §3.2.2: "a server MUST accept the absolute-form in requests" */
    private static String originForm(String target) {
        int authority = target.indexOf("://");
        if (target.startsWith("/") || authority < 0) {
            return target;
        }
        int end = authority + 3;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static HttpAnswer respond(Response response) {
        return new HttpAnswer.Respond(response.status(), response.headers(), response.body());
    }
}
