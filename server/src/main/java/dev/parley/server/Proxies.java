package dev.parley.server;

import dev.parley.engine.Headers;
import dev.parley.net.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which proxies are believed, and what. Immutable.
 *
 * <p>What a proxy says counts only if it connects from one of these addresses: everybody can write such header fields. And only
 * the fields named here count: a proxy passes on the others as the client has invented them.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withProxies(Proxies.at("127.0.0.1", "10.0.0.0/8"));
 * }</pre>
 *
 * @param trusted from where the proxies connect
 * @param forwarding in which header fields they say for whom they ask
 * @param proxyProtocol whether they begin each connection with a PROXY header, version 1 or 2: they must then, and nobody else may
 */
public record Proxies(List<AddressRange> trusted, Forwarding forwarding, boolean proxyProtocol) {
    /** There is none: who connects is who asks. */
    public static final Proxies NONE = new Proxies(List.of(), Forwarding.NONE, false);

    /** @throws IllegalArgumentException if something is believed, but nobody */
    public Proxies {
        trusted = List.copyOf(trusted);
        if (trusted.isEmpty() && (proxyProtocol || forwarding != Forwarding.NONE)) {
            throw new IllegalArgumentException(
                    "Proxies that are believed must be named by their addresses, as with --trust-proxy.");
        }
    }

    /**
     * Those that connect from these addresses, and say for whom in {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}.
     *
     * @param ranges for instance {@code 10.0.0.0/8}, {@code ::1}
     */
    public static Proxies at(String... ranges) {
        return new Proxies(Arrays.stream(ranges).map(AddressRange::parse).toList(), Forwarding.X_FORWARDED, false);
    }

    public Proxies withForwarding(Forwarding forwarding) {
        return new Proxies(trusted, forwarding, proxyProtocol);
    }

    public Proxies withProxyProtocol(boolean proxyProtocol) {
        return new Proxies(trusted, forwarding, proxyProtocol);
    }

    boolean trust(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Who asks; empty if a proxy that is trusted says something that cannot be understood. */
    Optional<Arrival> arrival(HttpRequest request) {
        Arrival direct = new Arrival(request.remoteAddress(), request.secure(), Optional.empty(), request.proxied());
        if (!isTrusted(request.remoteAddress())) {
            return Optional.of(direct);
        }
        Headers headers = request.headers();
        return switch (forwarding) {
            case NONE -> Optional.of(direct);
            case X_FORWARDED -> XForwarded.arrival(headers, direct, this);
            case FORWARDED -> Forwarded.arrival(headers.all("Forwarded"), direct, this);
        };
    }

    private boolean isTrusted(SocketAddress address) {
        return address instanceof InetSocketAddress internet && trust(internet.getAddress());
    }
}
