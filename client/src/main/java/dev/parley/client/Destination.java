package dev.parley.client;

import dev.parley.engine.Headers;
import java.util.List;

/**
 * Where a {@link ReconnectingWebSocket} connects to, asked for anew before each attempt: a token may be in the URL, in a header
 * field or in a subprotocol. Immutable.
 *
 * @param url with the scheme ws, wss, http (for ws) or https (for wss)
 * @param headers header fields to add to those of the options
 * @param protocols the subprotocols to offer, most wanted first
 */
public record Destination(String url, Headers headers, List<String> protocols) {
    public Destination {
        protocols = List.copyOf(protocols);
    }

    public Destination(String url, String... protocols) {
        this(url, Headers.NONE, List.of(protocols));
    }

    public Destination withHeaders(Headers headers) {
        return new Destination(url, headers, protocols);
    }
}
