package dev.parley.server;

import dev.parley.engine.Headers;
import java.net.SocketAddress;

/**
 * An HTTP request. Immutable.
 *
 * @param method for instance {@code GET}
 * @param path as it was sent, percent-encoding and all, for instance {@code /chat}
 * @param query as it was sent, without the question mark; empty when there is none
 * @param remoteAddress who asks
 * @param secure whether it came over TLS
 */
public record Request(
        String method, String path, String query, Headers headers, SocketAddress remoteAddress, boolean secure) {}
