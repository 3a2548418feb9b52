package dev.parley.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which path is served by what. Immutable: each method gives new routes.
 *
 * <p>Paths are compared as they are written. One path may have both a page and a WebSocket: which is meant shows in the
 * request.
 */
public final class Routes {
    public static final Routes NONE = new Routes(Map.of(), Map.of());

    /** A WebSocket endpoint. */
    record WebSocketRoute(WebSocketHandler handler, Subprotocols subprotocols) {}

    private final Map<String, HttpHandler> http;
    private final Map<String, WebSocketRoute> webSockets;

    private Routes(Map<String, HttpHandler> http, Map<String, WebSocketRoute> webSockets) {
        this.http = Map.copyOf(http);
        this.webSockets = Map.copyOf(webSockets);
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
        return new Routes(http, with(webSockets, path, new WebSocketRoute(handler, subprotocols)));
    }

    /**
     * These, and an answer to GET and HEAD.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or is taken
     */
    public Routes get(String path, HttpHandler handler) {
        return new Routes(with(http, path, handler), webSockets);
    }

    Optional<HttpHandler> http(String path) {
        return Optional.ofNullable(http.get(path));
    }

    Optional<WebSocketRoute> webSocket(String path) {
        return Optional.ofNullable(webSockets.get(path));
    }

    private static <T> Map<String, T> with(Map<String, T> routes, String path, T route) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with a slash: " + path);
        }
        if (path.chars().anyMatch(c -> "?#*{}".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("A path is compared as it is, without patterns or a query: " + path);
        }
        if (routes.containsKey(path)) {
            throw new IllegalArgumentException("The path " + path + " is taken.");
        }
        Map<String, T> more = new HashMap<>(routes);
        more.put(path, route);
        return more;
    }
}
