package dev.parley.server;

import dev.parley.engine.Headers;
import dev.parley.engine.PartialMessages;
import dev.parley.engine.ServerHandshake;
import dev.parley.net.ConnectionHandler;
import dev.parley.net.HttpAnswer;
import dev.parley.net.HttpRequest;
import dev.parley.net.Terms;
import dev.parley.server.Routes.HttpRoute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Decides what a request gets: a WebSocket, a page, or a clear refusal. Any thread. */
final class Router {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    /** What is posted may have to be written down before it is answered; after this it is a 503. */
    private static final long MAX_ANSWER_MILLIS = 30_000;

    private static final Response HEALTH_OK = Response.text(200, "ok").with("Cache-Control", "no-store");
    private static final Response HEALTH_DRAINING =
            Response.text(503, "draining").with("Cache-Control", "no-store");

    private static final byte[] HEARTBEAT = EventText.HEARTBEAT.getBytes(StandardCharsets.US_ASCII);
    private static final Headers EVENTS = Headers.of(
            "Content-Type", "text/event-stream",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "X-Accel-Buffering", "no"); // nginx would keep events until it has many

    private final Routes routes;
    private final ServerOptions options;
    private final Shared shared;
    private final BooleanSupplier draining;
    private final BooleanSupplier closing;
    private final PartialMessages partial;
    private final Terms terms;
    private final boolean onLoopback;
    private final AtomicLong refusalsToTell = new AtomicLong(10);

    /**
     * @param shared what all connections share
     * @param partial counts what unfinished messages of all peers hold
     * @param draining whether the server is about to leave, and its health says so
     * @param closing whether the server takes nobody any more
     * @param onLoopback whether the server listens on a loopback address
     */
    Router(
            Routes routes,
            Shared shared,
            PartialMessages partial,
            BooleanSupplier draining,
            BooleanSupplier closing,
            boolean onLoopback) {
        this.routes = routes;
        this.options = shared.options();
        this.shared = shared;
        this.draining = draining;
        this.closing = closing;
        this.partial = partial;
        this.terms = options.terms();
        this.onLoopback = onLoopback;
    }

    HttpAnswer answer(HttpRequest asked) {
        String target = originForm(asked.target());
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        Optional<Arrival> arrival = options.proxies().arrival(asked);
        if (arrival.isEmpty()) {
            return respond(Response.text(400, "What the proxy says of the client cannot be understood."));
        }
        Request request = new Request(
                asked.method(),
                path,
                query,
                asked.headers(),
                arrival.get().address(),
                arrival.get().secure(),
                arrival.get().host(),
                asked.certificates(),
                Optional.empty());
        // A proxy may well stand on the same machine, and be asked by another.
        boolean toLoopback = onLoopback && !arrival.get().proxied();

        var http = routes.http(path);
        if (closing.getAsBoolean()) {
            boolean isHealth = http.isPresent() && http.get().target() instanceof HttpRoute.Health;
            return respond(isHealth ? HEALTH_DRAINING : Response.text(503, "The server is shutting down."));
        }
        var post = routes.post(path);
        if (post.isPresent() && request.method().equals("POST")) {
            return post(request, post.get(), toLoopback);
        }
        var webSocket = routes.webSocket(path);
        if (webSocket.isPresent() && (http.isEmpty() || ServerHandshake.isMeant(request.headers()))) {
            return upgrade(asked, request, webSocket.get(), toLoopback);
        }
        var file = http.isPresent() ? Optional.<RequestedFile>empty() : RequestedFile.of(path, routes);
        if (http.isEmpty() && file.isEmpty() && post.isPresent()) {
            return respond(Response.text(405, "Only POST is answered here.").with("Allow", "POST"));
        }
        if (http.isEmpty() && file.isEmpty()) {
            // RFC 6455 §4.2.2: "If the requested service is not available, the server MUST send an appropriate HTTP
            // error code (such as 404 Not Found)".
            return respond(Response.text(404, "Nothing is here."));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return respond(Response.text(405, "Only GET and HEAD are answered here.")
                    .with("Allow", post.isPresent() ? "GET, HEAD, POST" : "GET, HEAD"));
        }
        return http.isPresent() ? page(request, http.get(), toLoopback) : file(request, file.get());
    }

    private HttpAnswer file(Request request, RequestedFile file) {
        return admit(
                file.route().gates(),
                request,
                admitted -> file.route().target().answer(admitted, file.names(), file.asFolder()));
    }

    private HttpAnswer page(Request request, Routes.Route<HttpRoute> route, boolean toLoopback) {
        if (route.target() instanceof HttpRoute.Events events) {
            return listen(request, route.gates(), events.handler(), toLoopback);
        }
        return admit(
                route.gates(),
                request,
                admitted -> respond(
                        route.target() instanceof HttpRoute.Answer answer
                                ? answer.handler().handle(admitted)
                                : draining.getAsBoolean() ? HEALTH_DRAINING : HEALTH_OK));
    }

    private HttpAnswer post(Request request, Routes.Route<Routes.PostRoute> route, boolean toLoopback) {
        // A browser says an origin with whatever it posts, and sends cookies along, whichever page asks.
        if (!options.origins().allow(request, toLoopback)) {
            tellOfRefusal(request);
            return respond(Response.text(403, "Pages of this origin may not post here."));
        }
        return admit(
                route.gates(),
                request,
                admitted -> new HttpAnswer.Take(route.target().maxBytes(), body -> {
                    CompletionStage<Response> answer = route.target().handler().handle(admitted, body);
                    return new HttpAnswer.Later(
                            answer.thenApply(known -> () -> respond(new Response(
                                    known.status(),
                                    options.origins().lettingRead(admitted, known.headers()),
                                    known.body()))),
                            MAX_ANSWER_MILLIS,
                            Router::tooLate);
                }));
    }

    private HttpAnswer listen(Request request, List<Gate> gates, EventStreamHandler handler, boolean toLoopback) {
        // A browser says no origin to its page's own host. Where a stranger's name may lead here, that is not enough.
        boolean foreignName = toLoopback
                && !options.origins().any()
                && !request.headers().contains("Origin")
                && !request.host().isEmpty() // every browser says one
                && !Origins.isLoopbackName(request.host());
        if (foreignName || !options.origins().allow(request, toLoopback)) {
            tellOfRefusal(request);
            return respond(Response.text(403, "Pages of this origin may not listen here."));
        }
        return admit(
                gates,
                request,
                admitted -> new HttpAnswer.Stream(
                        options.origins().lettingRead(admitted, EVENTS),
                        new EventStream.Events(handler, admitted, shared),
                        HEARTBEAT,
                        options.heartbeat().toMillis()));
    }

    private HttpAnswer upgrade(
            HttpRequest asked, Request request, Routes.Route<Routes.WebSocketRoute> route, boolean toLoopback) {
        ServerHandshake.Verdict verdict = ServerHandshake.judge(
                asked.method(),
                asked.version(),
                asked.headers(),
                options.compression(),
                route.target().subprotocols()::choose);
        if (verdict instanceof ServerHandshake.Refused refused) {
            return respond(Response.text(refused.status(), refused.why()).with(refused.headers()));
        }
        // RFC 6455 §4.2.2: "If the server does not wish to accept this connection, it MUST return an appropriate HTTP
        // error code (e.g., 403 Forbidden)".
        if (!options.origins().allow(request, toLoopback)) {
            tellOfRefusal(request);
            return respond(Response.text(403, "Pages of this origin may not connect here."));
        }
        ServerHandshake.Accepted accepted = (ServerHandshake.Accepted) verdict;
        return admit(route.gates(), request, admitted -> {
            ConnectionHandler events =
                    new PeerEvents(route.target().handler(), request.path(), admitted, accepted.protocol(), shared);
            return new HttpAnswer.Upgrade(accepted, options.limits(), terms, partial, events);
        });
    }

    /** The first ones are told to whoever sets this up; a stranger must not be able to fill the log. */
    private void tellOfRefusal(Request request) {
        LOG.log(
                refusalsToTell.getAndDecrement() > 0 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                // No apostrophe: this is a pattern, in which one would quote what follows it.
                "a page of origin \"{0}\" may not connect to {1}; allow it with --allow-origin, or in code with"
                        + " ServerOptions.withOrigins, if it should",
                request.headers().first("Origin").orElse("?"),
                request.host());
    }

    // ---- gates ----

    /** What {@code then} says of the request, if all gates let it in. */
    private HttpAnswer admit(List<Gate> gates, Request request, Function<Request, HttpAnswer> then) {
        return gates.isEmpty()
                ? then.apply(request)
                : decide(gates.get(0).admit(request), gates.subList(1, gates.size()), request, then);
    }

    private HttpAnswer decide(
            Admission admission, List<Gate> others, Request request, Function<Request, HttpAnswer> then) {
        if (closing.getAsBoolean()) {
            return respond(Response.text(503, "The server is shutting down."));
        }
        if (admission instanceof Admission.Granted granted) {
            return admit(others, granted.principal().map(request::as).orElse(request), then);
        }
        if (admission instanceof Admission.Refused refused) {
            return respond(refused.response());
        }
        var later = (Admission.Later) admission;
        return new HttpAnswer.Later(
                later.admission().thenApply(known -> () -> decide(known, others, request, then)),
                options.gateTimeout().toMillis(),
                Router::tooLate);
    }

    private static HttpAnswer tooLate() {
        return respond(Response.text(503, "This took too long to decide."));
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

    static HttpAnswer respond(Response response) {
        return new HttpAnswer.Respond(response.status(), response.headers(), response.body());
    }
}
