package dev.parley.net;

import dev.parley.engine.Headers;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * An HTTP/1 request, up to its body. Immutable.
 *
 * @param method for instance {@code GET}
 * @param target the request target as it was sent, for instance {@code /chat?room=1}
 * @param version for instance {@code HTTP/1.1}
 * @param remoteAddress who asks, or who a PROXY header says does
 * @param secure whether it came over TLS, or a PROXY header says so
 * @param proxied whether a PROXY header said who asks
 * @param certificates what the client showed and TLS verified, its own first; empty for none
 */
public record HttpRequest(
        String method,
        String target,
        String version,
        Headers headers,
        SocketAddress remoteAddress,
        boolean secure,
        boolean proxied,
        List<X509Certificate> certificates) {
    /** One without TLS, from somebody who has connected directly. */
    HttpRequest(String method, String target, String version, Headers headers, SocketAddress remoteAddress) {
        this(method, target, version, headers, remoteAddress, false, false, List.of());
    }
}
