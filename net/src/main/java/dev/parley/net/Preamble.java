package dev.parley.net;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What comes before HTTP on an accepted connection. Immutable.
 *
 * @param tls for https and wss, asked anew for each connection: certificates change; empty for http and ws
 * @param proxyHeaderFrom which addresses begin each connection with a PROXY header, and must; nobody else may. Empty for none
 */
public record Preamble(Optional<Supplier<Tls>> tls, Optional<Predicate<InetAddress>> proxyHeaderFrom) {
    public static final Preamble NONE = new Preamble(Optional.empty(), Optional.empty());

    /** HTTP from the first byte on. */
    boolean isNone() {
        return tls.isEmpty() && proxyHeaderFrom.isEmpty();
    }
}
