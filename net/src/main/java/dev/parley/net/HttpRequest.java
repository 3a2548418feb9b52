package dev.parley.net;

import dev.parley.engine.Headers;
import java.net.SocketAddress;

/**
 * An HTTP/1 request without a body. Immutable.
 *
 * @param method for instance {@code GET}
 * @param target the request target as it was sent, for instance {@code /chat?room=1}
 * @param version for instance {@code HTTP/1.1}
 * @param remoteAddress who asks
 * @param secure whether it came over TLS
 */
public record HttpRequest(
        String method, String target, String version, Headers headers, SocketAddress remoteAddress, boolean secure) {}
