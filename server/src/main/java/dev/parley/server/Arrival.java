package dev.parley.server;

import dev.parley.net.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Who asks, by the word of those who are believed. Immutable.
 *
 * @param address the nearest one on the way to the client that is no trusted proxy
 * @param secure whether it came over TLS
 * @param host the host that was asked for, where a proxy says so; else it is in {@code Host}
 * @param proxied whether this is a proxy's word, and not our own observation
 */
record Arrival(SocketAddress address, boolean secure, Optional<String> host, boolean proxied) {
    /** An address as proxies write it: {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1} or {@code [2001:db8::1]:80}. */
    static Optional<InetSocketAddress> node(String text) {
        String address = text;
        String port = "";
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || end + 1 < text.length() && text.charAt(end + 1) != ':') {
                return Optional.empty();
            }
            address = text.substring(1, end);
            port = end + 1 < text.length() ? text.substring(end + 2) : "0";
        } else if (colon >= 0 && colon == text.indexOf(':')) {
            address = text.substring(0, colon);
            port = text.substring(colon + 1);
        } else {
            port = "0";
        }
        Optional<InetAddress> parsed = IpLiteral.parse(address);
        if (parsed.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new InetSocketAddress(parsed.get(), Integer.parseInt(port)));
    }

    /** Whether this is a host with or without a port, and nothing that could be taken for something else. */
    static boolean isHost(String text) {
        return dev.parley.engine.Headers.of("Host", text).namesOneHost();
    }
}
