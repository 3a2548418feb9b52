package dev.parley.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header field {@code Forwarded} (RFC 7239 §4): a list of elements, each of pairs of a name and a value. Read from the right, as
 * {@link XForwarded}. One pass over the characters: what is left of the proxies' own words is a stranger's. Stateless.
 */
final class Forwarded {
    private final String line;
    private int at;

    private Forwarded(String line) {
        this.line = line;
    }

    static Optional<Arrival> arrival(List<String> lines, Arrival direct, Proxies proxies) {
        if (lines.isEmpty()) {
            return Optional.of(direct);
        }
        Optional<List<Map<String, String>>> elements = elements(lines);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress client = (InetSocketAddress) direct.address();
        boolean secure = direct.secure();
        Optional<String> host = Optional.empty();
        for (int i = elements.get().size() - 1; i >= 0 && proxies.trust(client.getAddress()); i--) {
            Map<String, String> element = elements.get().get(i);
            String proto = element.get("proto");
            if (proto != null) {
                secure = proto.equalsIgnoreCase("https");
            }
            if (element.containsKey("host")) {
                host = Optional.of(element.get("host"));
            }
            String node = element.get("for");
            if (node == null || isHidden(node)) {
                break; // this proxy does not tell for whom it asks: it is the last that is known
            }
            Optional<InetSocketAddress> address = Arrival.node(node);
            if (address.isEmpty()) {
                return Optional.empty();
            }
            client = address.get();
        }
        return host.filter(name -> !Arrival.isHost(name)).isPresent()
                ? Optional.empty()
                : Optional.of(new Arrival(client, secure, host, true));
    }

    /** RFC 7239 §6.2, §6.3: an identifier that is unknown, or that says something to the proxy alone. */
    private static boolean isHidden(String node) {
        return node.toLowerCase(Locale.ROOT).startsWith("unknown") || node.startsWith("_");
    }

    /** All elements, of all lines; empty if they are malformed. */
    private static Optional<List<Map<String, String>>> elements(List<String> lines) {
        List<Map<String, String>> elements = new ArrayList<>();
        for (String line : lines) {
            Forwarded cursor = new Forwarded(line);
            do {
                Map<String, String> element = cursor.element();
                if (element == null) {
                    return Optional.empty();
                }
                if (!element.isEmpty()) {
                    elements.add(element);
                }
            } while (cursor.skip(','));
            if (cursor.at < line.length()) {
                return Optional.empty();
            }
        }
        return Optional.of(elements);
    }

    private @Nullable Map<String, String> element() {
        Map<String, String> pairs = new HashMap<>();
        do {
            skipBlanks();
            String name = token().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                continue;
            }
            String value = skip('=') ? value() : null;
            // RFC 7239 §4: "Each parameter MUST NOT occur more than once per field-value" of an element.
            if (value == null || pairs.put(name, value) != null) {
                return null;
            }
            skipBlanks();
        } while (skip(';'));
        return pairs;
    }

    private @Nullable String value() {
        if (!skip('"')) {
            String token = token();
            return token.isEmpty() ? null : token;
        }
        StringBuilder unescaped = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return unescaped.toString();
            }
            if (c == '\\' && at < line.length()) {
                c = line.charAt(at++);
            }
            unescaped.append(c);
        }
        return null;
    }

    private String token() {
        int start = at;
        while (at < line.length() && isTokenChar(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    /** Those of RFC 9110 §5.6.2, and colons and brackets, which some write without the quotes that they need. */
    private static boolean isTokenChar(char c) {
        return c > ' ' && c < 0x7F && "\"(),/;<=>?@\\{}".indexOf(c) < 0;
    }

    private boolean skip(char c) {
        if (at < line.length() && line.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
