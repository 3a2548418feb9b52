package dev.parley.server;

import java.util.List;

/**
 * Chooses a subprotocol in the opening handshake (RFC 6455 §1.9).
 *
 * <pre>{@code
 * Routes routes = Routes.NONE.webSocket("/chat", chat, Subprotocols.of("json.v2", "json"));
 * }</pre>
 */
@FunctionalInterface
public interface Subprotocols {
    /** Chooses none, whatever is offered. */
    Subprotocols NONE = offered -> "";

    /** Takes what the client wants most, whatever it is: for a service to which the subprotocol means nothing. */
    Subprotocols FIRST_OFFERED = offered -> offered.get(0);

    /**
     * Chooses one of those that the client offers.
     *
     * @param offered at least one, most wanted first, none twice
     * @return one of them, or the empty string for none
     */
    String choose(List<String> offered);

    /** The first of these that the client offers, or none. */
    static Subprotocols of(String... mostWantedFirst) {
        List<String> supported = List.of(mostWantedFirst);
        return offered ->
                supported.stream().filter(offered::contains).findFirst().orElse("");
    }
}
