package dev.parley.server;

import dev.parley.engine.Headers;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request. Immutable.
 *
 * @param method for instance {@code GET}
 * @param path as it was sent, percent-encoding and all, for instance {@code /chat}
 * @param query as it was sent, without the question mark; empty when there is none
 * @param remoteAddress who asks; behind {@linkplain ServerOptions#proxies proxies that are trusted}, by their word
 * @param secure whether it came over TLS; behind such proxies, by their word
 * @param forwardedHost the host that was asked for, where such a proxy says so: see {@link #host}
 * @param certificates what the client showed of itself and TLS verified, its own first; empty for none
 * @param principal who it is, as a {@link Gate} has found
 */
public record Request(
        String method,
        String path,
        String query,
        Headers headers,
        SocketAddress remoteAddress,
        boolean secure,
        Optional<String> forwardedHost,
        List<X509Certificate> certificates,
        Optional<Object> principal) {

    /** The host that was asked for, with the port if that was named, for instance {@code example.org}; empty if there is none. */
    public String host() {
        return forwardedHost.or(() -> headers.first("Host")).orElse("");
    }

    /** The value of a cookie as it was sent; the first, if several have this name (RFC 6265 §4.2). */
    public Optional<String> cookie(String name) {
        for (String line : headers.all("Cookie")) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /** The subprotocols that are offered, most wanted first; none outside of a WebSocket's opening handshake. */
    public List<String> subprotocols() {
        List<String> offered = new ArrayList<>();
        for (String line : headers.all("Sec-WebSocket-Protocol")) {
            for (String protocol : line.split(",")) {
                if (!protocol.isBlank()) {
                    offered.add(protocol.strip());
                }
            }
        }
        return offered;
    }

    /** This request, of somebody. */
    Request as(Object principal) {
        return new Request(
                method,
                path,
                query,
                headers,
                remoteAddress,
                secure,
                forwardedHost,
                certificates,
                Optional.of(principal));
    }

    /** Neither header values nor who it is: they have no place in a log. */
    @Override
    public String toString() {
        return method + " " + path + " from " + remoteAddress;
    }
}
