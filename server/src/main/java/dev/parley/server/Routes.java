package dev.parley.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which path is served by what. Immutable: each method gives new routes.
 *
 * <p>Paths are compared as they are written. One path may have both a page and a WebSocket: which is meant shows in the
 * request.
 *
 * <pre>{@code
 * Routes routes = Routes.NONE
 *         .webSocket("/chat", chat)
 *         .behind(request -> request.secure() ? Admission.GRANTED : Admission.refused(Response.text(403, "Use wss.")))
 *         .files("/", Path.of("site"))
 *         .health("/healthz");
 * }</pre>
 */
public final class Routes {
    public static final Routes NONE = new Routes(Map.of(), Map.of(), Map.of(), Map.of());

    /** What is served, and who is asked before, in that order. */
    record Route<T>(List<Gate> gates, T target) {
        Route<T> behind(Gate first) {
            List<Gate> all = new ArrayList<>(List.of(first));
            all.addAll(gates);
            return new Route<>(List.copyOf(all), target);
        }
    }

    /** A WebSocket endpoint. */
    record WebSocketRoute(WebSocketHandler handler, Subprotocols subprotocols) {}

    /** What is answered in HTTP. */
    sealed interface HttpRoute {
        record Answer(HttpHandler handler) implements HttpRoute {}

        record Events(EventStreamHandler handler) implements HttpRoute {}

        record Health() implements HttpRoute {}
    }

    /** What is posted is taken, up to so many bytes. */
    record PostRoute(int maxBytes, PostHandler handler) {}

    private final Map<String, Route<HttpRoute>> http;
    private final Map<String, Route<PostRoute>> posts;
    private final Map<String, Route<WebSocketRoute>> webSockets;
    private final Map<String, Route<FileFolder>> folders;

    private Routes(
            Map<String, Route<HttpRoute>> http,
            Map<String, Route<PostRoute>> posts,
            Map<String, Route<WebSocketRoute>> webSockets,
            Map<String, Route<FileFolder>> folders) {
        this.http = Map.copyOf(http);
        this.posts = Map.copyOf(posts);
        this.webSockets = Map.copyOf(webSockets);
        this.folders = Map.copyOf(folders);
    }

    /** These, and a WebSocket endpoint without subprotocols. */
    public Routes webSocket(String path, WebSocketHandler handler) {
        return webSocket(path, handler, Subprotocols.NONE);
    }

    /**
     * These, and a WebSocket endpoint.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes webSocket(String path, WebSocketHandler handler, Subprotocols subprotocols) {
        return new Routes(http, posts, with(webSockets, path, new WebSocketRoute(handler, subprotocols)), folders);
    }

    /**
     * These, and an answer to GET and HEAD.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes get(String path, HttpHandler handler) {
        return new Routes(with(http, path, new HttpRoute.Answer(handler)), posts, webSockets, folders);
    }

    /**
     * These, and what takes what is posted. Pages of other sites may post as far as {@link ServerOptions#origins} lets them.
     *
     * @param maxBytes the largest body; a larger one is answered with 413, and not read
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes post(String path, int maxBytes, PostHandler handler) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("A body has at least no bytes, not " + maxBytes + ".");
        }
        return new Routes(http, with(posts, path, new PostRoute(maxBytes, handler)), webSockets, folders);
    }

    /**
     * These, and events for whoever listens: server-sent events, as {@code EventSource} in a browser reads them. Pages of other sites may
     * listen as far as {@link ServerOptions#origins} lets them.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes eventStream(String path, EventStreamHandler handler) {
        return new Routes(with(http, path, new HttpRoute.Events(handler)), posts, webSockets, folders);
    }

    /**
     * These, and whether the server is well, for who watches over it: 200 and {@code ok}, or 503 and {@code draining} once it is about to
     * leave.
     *
     * @param path usually {@code /healthz}
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes health(String path) {
        return new Routes(with(http, path, new HttpRoute.Health()), posts, webSockets, folders);
    }

    /**
     * These, and the files of a folder, for all paths that nothing else is at: with {@code ETag} and {@code Last-Modified}, in parts if a
     * part is asked for, and {@code index.html} for a folder. Nothing outside of the folder is sent, and nothing whose name begins with
     * a dot. Reading them is done on an event loop: a folder on a slow network does not belong here.
     *
     * @param prefix what paths begin with, for instance {@code /} or {@code /files/}
     * @throws IllegalArgumentException if the prefix does not begin and end with a slash, is percent-encoded or taken, or if this is no
     *     folder
     */
    public Routes files(String prefix, Path folder) {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("The prefix of a folder ends with a slash: " + prefix);
        }
        if (prefix.indexOf('%') >= 0) {
            throw new IllegalArgumentException("The prefix of a folder is not percent-encoded: " + prefix);
        }
        return new Routes(http, posts, webSockets, with(folders, prefix, new FileFolder(folder)));
    }

    /**
     * These, all of them behind this gate. What is added afterwards is not. If there was a gate before some of them, this one is asked
     * first, and the principal is whom the last one names.
     */
    public Routes behind(Gate gate) {
        return new Routes(
                changed(http, route -> route.behind(gate)),
                changed(posts, route -> route.behind(gate)),
                changed(webSockets, route -> route.behind(gate)),
                changed(folders, route -> route.behind(gate)));
    }

    /**
     * These and those.
     *
     * @throws IllegalArgumentException if a path is taken
     */
    public Routes and(Routes others) {
        return new Routes(
                both(http, others.http),
                both(posts, others.posts),
                both(webSockets, others.webSockets),
                both(folders, others.folders));
    }

    Optional<Route<HttpRoute>> http(String path) {
        return Optional.ofNullable(http.get(path));
    }

    Optional<Route<PostRoute>> post(String path) {
        return Optional.ofNullable(posts.get(path));
    }

    Optional<Route<WebSocketRoute>> webSocket(String path) {
        return Optional.ofNullable(webSockets.get(path));
    }

    boolean haveFolders() {
        return !folders.isEmpty();
    }

    /** The longest prefix of a path that a folder is at. */
    Optional<String> prefix(String path) {
        return folders.keySet().stream().filter(path::startsWith).max(Comparator.comparingInt(String::length));
    }

    Route<FileFolder> folder(String prefix) {
        return Objects.requireNonNull(folders.get(prefix));
    }

    private static <T> Map<String, Route<T>> with(Map<String, Route<T>> routes, String path, T target) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with a slash: " + path);
        }
        if (path.chars().anyMatch(c -> "?#*{}".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("A path is compared as it is, without patterns or a query: " + path);
        }
        return both(routes, Map.of(path, new Route<>(List.of(), target)));
    }

    private static <T> Map<String, Route<T>> both(Map<String, Route<T>> routes, Map<String, Route<T>> others) {
        Map<String, Route<T>> more = new HashMap<>(routes);
        others.forEach((path, route) -> {
            if (more.put(path, route) != null) {
                throw new IllegalArgumentException("The path " + path + " is taken.");
            }
        });
        return more;
    }

    private static <T> Map<String, Route<T>> changed(Map<String, Route<T>> routes, UnaryOperator<Route<T>> change) {
        Map<String, Route<T>> changed = new HashMap<>();
        routes.forEach((path, route) -> changed.put(path, change.apply(route)));
        return changed;
    }
}
