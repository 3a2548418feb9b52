package dev.parley.server;

import dev.parley.engine.Headers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, which no standard defines, as nginx and HAProxy write them. Each proxy adds
 * to the right, so they are read from the right, for as long as who is named is a trusted proxy itself: what stands further left
 * is what a stranger wrote. Stateless.
 */
final class XForwarded {
    private XForwarded() {}

    static Optional<Arrival> arrival(Headers headers, Arrival direct, Proxies proxies) {
        List<String> nodes = members(headers.all("X-Forwarded-For"));
        Optional<String> proto = last(headers, "X-Forwarded-Proto").map(value -> value.toLowerCase(Locale.ROOT));
        Optional<String> host = last(headers, "X-Forwarded-Host");
        if (nodes.isEmpty() && proto.isEmpty() && host.isEmpty()) {
            return Optional.of(direct);
        }
        InetSocketAddress client = (InetSocketAddress) direct.address();
        for (int i = nodes.size() - 1; i >= 0 && proxies.trust(client.getAddress()); i--) {
            Optional<InetSocketAddress> node = Arrival.node(nodes.get(i));
            if (node.isEmpty()) {
                return Optional.empty();
            }
            client = node.get();
        }
        if (proto.isPresent() && !proto.get().equals("http") && !proto.get().equals("https")) {
            return Optional.empty();
        }
        if (host.isPresent() && !Arrival.isHost(host.get())) {
            return Optional.empty();
        }
        return Optional.of(
                new Arrival(client, proto.map(value -> value.equals("https")).orElse(direct.secure()), host, true));
    }

    /** What the nearest proxy says. */
    private static Optional<String> last(Headers headers, String name) {
        List<String> members = members(headers.all(name));
        return members.isEmpty() ? Optional.empty() : Optional.of(members.get(members.size() - 1));
    }

    private static List<String> members(List<String> lines) {
        List<String> members = new ArrayList<>();
        for (String line : lines) {
            for (String member : line.split(",", -1)) {
                members.add(member.strip());
            }
        }
        return members;
    }
}
