package dev.parley.net;

import java.util.Optional;

/**
 * A way to a server: at once, or through a proxy, which is told the server's name and looks it up itself. Immutable.
 *
 * @param kind what the proxy speaks
 * @param host the proxy's name or address; empty for none
 * @param port the proxy's port; 0 for none
 * @param credentials what the proxy is told if it asks
 */
public record Route(Kind kind, String host, int port, Optional<Credentials> credentials) {
    /** The way without a proxy. */
    public static final Route DIRECT = new Route(Kind.DIRECT, "", 0, Optional.empty());

    /** How a connection is asked for. */
    public enum Kind {
        /** There is no proxy. */
        DIRECT,
        /** HTTP's method CONNECT (RFC 9110 §9.3.6). */
        HTTP,
        /** SOCKS version 5 (RFC 1928), with a user's name and password if it wants them (RFC 1929). */
        SOCKS5
    }

    /** A user's name and password. Never printed. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }

    boolean isDirect() {
        return kind == Kind.DIRECT;
    }

    /** For messages. */
    String printable() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
