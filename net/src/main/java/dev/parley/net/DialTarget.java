package dev.parley.net;

import dev.parley.engine.Headers;
import dev.parley.engine.Limits;

/**
 * Whom to connect to and what to ask. Immutable.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param port the TCP port
 * @param secure whether over TLS
 * @param requestTarget path and query, for instance {@code /chat?room=1}
 * @param headers all header fields of the request but those of the handshake itself
 * @param routing which ways lead there
 * @param timeoutMillis for everything up to the open connection: name, TCP, proxy, TLS and handshake
 * @param inTurn whether to wait while another connection to the same address is being made
 * @param maxConnecting how many attempts of this process may be under way when this one begins, or wait to be
 * @param followsRedirects whether {@link DialListener#onRedirected} is wanted, or a redirect is a failure as other answers are
 * @param limits what the server may do
 */
public record DialTarget(
        String host,
        int port,
        boolean secure,
        String requestTarget,
        Headers headers,
        Routing routing,
        long timeoutMillis,
        boolean inTurn,
        int maxConnecting,
        boolean followsRedirects,
        Limits limits) {}
