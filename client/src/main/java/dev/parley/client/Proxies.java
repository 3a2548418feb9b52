package dev.parley.client;

import dev.parley.net.Route;
import dev.parley.net.Routing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a socket goes through, if any: one that speaks HTTP's CONNECT, or SOCKS version 5. A proxy is told the server's
 * name and looks it up itself; TLS is spoken with the server, through it. Immutable.
 */
public final class Proxies {
    /** More ways to one server than this are not tried. */
    private static final int MAX_ROUTES = 8;

    private static final int MAX_SOCKS_BYTES = 255; // RFC 1929 §2: one byte has the length

    /** No proxy, whatever the system says. */
    public static final Proxies NONE = new Proxies("none", () -> null, List.of(Route.DIRECT), Optional.empty());

    /**
     * What {@link ProxySelector#getDefault()} says when the socket connects: at first the system properties {@code
     * https.proxyHost}, {@code http.proxyHost} and {@code socksProxyHost}.
     */
    public static final Proxies SYSTEM = new Proxies("system", ProxySelector::getDefault, List.of(), Optional.empty());

    private final String description;
    private final Supplier<@Nullable ProxySelector> selector;
    /** Used if there is no selector. */
    private final List<Route> fixed;

    private final Optional<Route.Credentials> credentials;

    private Proxies(
            String description,
            Supplier<@Nullable ProxySelector> selector,
            List<Route> fixed,
            Optional<Route.Credentials> credentials) {
        this.description = description;
        this.selector = selector;
        this.fixed = fixed;
        this.credentials = credentials;
    }

    /** One that is asked with CONNECT (RFC 9110 §9.3.6), for ws and wss alike (RFC 6455 §4.1). */
    public static Proxies http(String host, int port) {
        return fixed(Route.Kind.HTTP, host, port);
    }

    /** One that speaks SOCKS version 5 (RFC 1928). */
    public static Proxies socks5(String host, int port) {
        return fixed(Route.Kind.SOCKS5, host, port);
    }

    /**
     * What a selector says to the URL of the server with the scheme http or https and without its path, as for the JDK's
     * clients. Its proxies are tried in its order; SOCKS means version 5.
     *
     * @param selector called on threads that may block
     */
    public static Proxies of(ProxySelector selector) {
        return new Proxies("selector", () -> selector, List.of(), Optional.empty());
    }

    private static Proxies fixed(Route.Kind kind, String host, int port) {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A proxy has a host, and a port from 1 to 65535.");
        }
        Route route = new Route(kind, host, port, Optional.empty());
        return new Proxies(kind + " " + host + ":" + port, () -> null, List.of(route), Optional.empty());
    }

    /**
     * The same, with what a proxy is told to be let in: by HTTP's Basic scheme, or RFC 1929. They are never printed, and go
     * to no server.
     *
     * @throws IllegalArgumentException if the name has a colon, one of them a control character, or more than 255 bytes
     */
    public Proxies withCredentials(String user, String password) {
        Authorization.checkUser(user, password);
        for (String text : List.of(user, password)) {
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKS_BYTES) {
                throw new IllegalArgumentException("A user's name and password for a proxy have at most 255 bytes.");
            }
        }
        return new Proxies(description, selector, fixed, Optional.of(new Route.Credentials(user, password)));
    }

    /** Which ways lead to a server. */
    Routing routing(WebSocketUrl url) {
        String http = (url.secure() ? "https://" : "http://") + url.authority() + "/";
        return new Routing() {
            @Override
            public List<Route> routes() {
                ProxySelector asked = selector.get();
                if (asked == null) {
                    return fixed.isEmpty()
                            ? List.of(Route.DIRECT)
                            : fixed.stream().map(Proxies.this::withCredentials).toList();
                }
                List<Proxy> said = asked.select(URI.create(http));
                List<Route> routes = said == null
                        ? List.of()
                        : said.stream()
                                .limit(MAX_ROUTES)
                                .map(Proxies.this::route)
                                .toList();
                return routes.isEmpty() ? List.of(Route.DIRECT) : routes;
            }

            @Override
            public void onUnreachable(Route proxy, IOException why) {
                ProxySelector asked = selector.get();
                if (asked != null) {
                    asked.connectFailed(
                            URI.create(http), InetSocketAddress.createUnresolved(proxy.host(), proxy.port()), why);
                }
            }
        };
    }

    private Route route(Proxy proxy) {
        if (proxy.type() == Proxy.Type.DIRECT) {
            return Route.DIRECT;
        }
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        Route.Kind kind = proxy.type() == Proxy.Type.SOCKS ? Route.Kind.SOCKS5 : Route.Kind.HTTP;
        return new Route(kind, address.getHostString(), address.getPort(), credentials);
    }

    private Route withCredentials(Route route) {
        return new Route(route.kind(), route.host(), route.port(), credentials);
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return "Proxies[" + description + (credentials.isEmpty() ? "" : ", with credentials") + "]";
    }
}
