package dev.parley.client;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The URL of a WebSocket, taken apart (WHATWG WebSockets standard §3.1, RFC 6455 §3). Immutable.
 *
 * @param secure whether the scheme is wss
 * @param host in lower case, an IPv6 address without its brackets
 * @param port the port, given or the scheme's own
 * @param requestTarget path and query
 * @param href the whole, as {@link WebSocket#url()} says it
 */
record WebSocketUrl(boolean secure, String host, int port, String requestTarget, String href) {
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;
    /** Characters that the URL standard lets stand in a URL and {@link URI} does not. */
    private static final String TO_ENCODE = "\"<>\\^`{|} ";
    /** The URL standard's "forbidden domain code points" that can be seen. */
    private static final String FORBIDDEN_IN_HOSTS = "#%/:<>?@[\\]^|";

    /** @throws DOMException a {@code SyntaxError} if it cannot be the URL of a WebSocket */
    static WebSocketUrl parse(String url) {
        URI uri;
        try {
            uri = new URI(encoded(url.strip()));
        } catch (URISyntaxException e) {
            throw DOMException.syntaxError("The URL \"" + url + "\" is malformed: " + e.getReason() + ".");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure =
                switch (scheme) {
                    case "ws", "http" -> false;
                    case "wss", "https" -> true;
                    case "null" -> throw DOMException.syntaxError("The URL \"" + url + "\" has no scheme.");
                    default ->
                        throw DOMException.syntaxError(
                                "The URL's scheme must be ws, wss, http or https, not " + scheme + ".");
                };
        if (uri.getRawFragment() != null) {
            throw DOMException.syntaxError("The URL \"" + url + "\" has a fragment, which a WebSocket cannot have.");
        }
        return assembled(url, uri, secure);
    }

    /** Scheme, host and port, for {@link MessageEvent#origin()} and the like. */
    String origin() {
        return (secure ? "wss://" : "ws://") + authority();
    }

    /** The host with the port if it is not the scheme's own: the value of the {@code Host} header. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? WSS_PORT : WS_PORT) ? name : name + ":" + port;
    }

    private static WebSocketUrl assembled(String url, URI uri, boolean secure) {
        Authority authority = Authority.of(url, uri.getRawAuthority());
        int port = authority.port < 0 ? (secure ? WSS_PORT : WS_PORT) : authority.port;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.normalize().getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        WebSocketUrl parts = new WebSocketUrl(secure, authority.host, port, target, "");
        return new WebSocketUrl(secure, authority.host, port, target, parts.origin() + target);
    }

    /** Host and port; {@link URI} takes neither names with an underscore nor ones beyond ASCII apart. */
    private record Authority(String host, int port) {
        static Authority of(String url, String raw) {
            if (raw == null || raw.isEmpty()) {
                throw DOMException.syntaxError("The URL \"" + url + "\" has no host.");
            }
            String hostAndPort = raw.substring(raw.lastIndexOf('@') + 1);
            int colon = hostAndPort.lastIndexOf(':');
            boolean hasPort = colon >= 0 && colon > hostAndPort.lastIndexOf(']');
            String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
            String port = hasPort ? hostAndPort.substring(colon + 1) : "";
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else {
                host = ascii(url, host);
            }
            if (host.isEmpty()) {
                throw DOMException.syntaxError("The URL \"" + url + "\" has no host.");
            }
            return new Authority(host, port.isEmpty() ? -1 : port(url, port));
        }

        private static int port(String url, String digits) {
            int port = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Integer.parseInt(digits)
                    : -1;
            if (port < 0 || port > 65_535) {
                throw DOMException.syntaxError("The URL \"" + url + "\" has an impossible port.");
            }
            return port;
        }

        private static String ascii(String url, String host) {
            try {
                String name = URLDecoder.decode(host.replace("+", "%2B"), StandardCharsets.UTF_8);
                String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
                if (ascii.chars().anyMatch(c -> c <= ' ' || c == 0x7F || FORBIDDEN_IN_HOSTS.indexOf(c) >= 0)) {
                    throw new IllegalArgumentException(ascii);
                }
                return ascii;
            } catch (IllegalArgumentException e) {
                throw DOMException.syntaxError("The URL \"" + url + "\" has an impossible host.");
            }
        }
    }

    private static String encoded(String url) {
        StringBuilder out = new StringBuilder(url.length());
        url.codePoints().forEach(c -> {
            if (c > 0x20 && c < 0x7F && TO_ENCODE.indexOf(c) < 0) {
                out.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(String.format(Locale.ROOT, "%02X", b));
                }
            }
        });
        return out.toString();
    }
}
