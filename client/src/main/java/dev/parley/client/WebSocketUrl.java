package dev.parley.client;

import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL of a WebSocket, taken apart as the URL standard does it for the schemes of the web (WHATWG WebSockets standard
 * §3.1, URL standard §4.4). Immutable.
 *
 * @param secure whether the scheme is wss
 * @param credentials user and password, percent-encoded, with a colon between; empty for none
 * @param host in lower case, an IPv6 address without its brackets
 * @param port the port, given or the scheme's own
 * @param requestTarget path and query
 * @param href the whole, as {@link WebSocket#url()} says it
 */
record WebSocketUrl(boolean secure, String credentials, String host, int port, String requestTarget, String href) {
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;
    /** The URL standard's "path percent-encode set" and "special-query percent-encode set", as far as they can be seen. */
    private static final String ENCODED_IN_PATHS = "\"#<>?^`{}";

    private static final String ENCODED_IN_USERINFO = ENCODED_IN_PATHS + "/;=@[\\]|";
    private static final String ENCODED_IN_QUERIES = "\"#<>'";
    /** The URL standard's "forbidden domain code points", as far as they can be seen. */
    private static final String FORBIDDEN_IN_HOSTS = "#%/:<>?@[\\]^|";

    /** @throws DOMException a {@code SyntaxError} if it cannot be the URL of a WebSocket */
    static WebSocketUrl parse(String url) {
        String rest = url.strip().replaceAll("[\\t\\n\\r]", "");
        int colon = rest.indexOf(':');
        boolean secure = isSecure(url, colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT));
        // RFC 6455 §3: fragments "MUST NOT be used on these URIs" and "the character '#', when not indicating the start
        // of a fragment, MUST be escaped as %23", by whoever writes the URL: here it always indicates one.
        if (rest.indexOf('#') >= 0) {
            throw error(url, "has a fragment, which a WebSocket cannot have");
        }
        // RFC 6455 §4.1: what is handed on from here "MUST be valid according to the specification of WebSocket URIs".
        int authority = colon + 1;
        while (authority < rest.length() && isSlash(rest.charAt(authority))) {
            authority++;
        }
        int path = authority;
        while (path < rest.length() && !isSlash(rest.charAt(path)) && rest.charAt(path) != '?') {
            path++;
        }
        return assembled(url, secure, rest.substring(authority, path), rest.substring(path));
    }

    /** Scheme, host and port, for {@link MessageEvent#origin()} and the like. */
    String origin() {
        return scheme() + authority();
    }

    private String scheme() {
        return secure ? "wss://" : "ws://";
    }

    /** The value of the header {@code Authorization} for the credentials in the URL, if there are any (RFC 7617). */
    Optional<String> authorization() {
        if (credentials.isEmpty()) {
            return Optional.empty();
        }
        String userAndPassword = credentials.contains(":") ? credentials : credentials + ":";
        byte[] plain = URLDecoder.decode(userAndPassword.replace("+", "%2B"), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
    }

    /** Without the password: a URL may come into a log. */
    String printable() {
        return origin() + requestTarget;
    }

    /** The host with the port if it is not the scheme's own: the value of the {@code Host} header. */
    String authority() {
        // RFC 6455 §4.1: "The request MUST contain a |Host| header field whose value contains /host/ plus optionally
        // ':' followed by /port/ (when not using the default port)."
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? WSS_PORT : WS_PORT) ? name : name + ":" + port;
    }

    private static WebSocketUrl assembled(String url, boolean secure, String hostAndCredentials, String pathAndQuery) {
        int at = hostAndCredentials.lastIndexOf('@');
        String credentials = at < 0 ? "" : encoded(hostAndCredentials.substring(0, at), ENCODED_IN_USERINFO);
        String authority = hostAndCredentials.substring(at + 1);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > authority.lastIndexOf(']');
        String host = host(url, hasPort ? authority.substring(0, colon) : authority);
        String digits = hasPort ? authority.substring(colon + 1) : "";
        int port = digits.isEmpty() ? (secure ? WSS_PORT : WS_PORT) : port(url, digits);
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : encoded(pathAndQuery.substring(question), ENCODED_IN_QUERIES);
        // RFC 6455 §4.1: "The 'Request-URI' part of the request MUST match the /resource name/ defined in Section 3"
        String target = withoutDots(encoded(path, ENCODED_IN_PATHS)) + query;
        WebSocketUrl bare = new WebSocketUrl(secure, credentials, host, port, target, "");
        String href = bare.scheme() + (credentials.isEmpty() ? "" : credentials + "@") + bare.authority() + target;
        return new WebSocketUrl(secure, credentials, host, port, target, href);
    }

    private static boolean isSecure(String url, String scheme) {
        return switch (scheme) {
            case "ws", "http" -> false;
            case "wss", "https" -> true;
            case "" -> throw error(url, "has no scheme");
            default -> throw error(url, "has a scheme that is none of ws, wss, http, https");
        };
    }

    private static String host(String url, String written) {
        if (written.startsWith("[") && written.endsWith("]")) {
            return written.substring(1, written.length() - 1).toLowerCase(Locale.ROOT);
        }
        String host;
        try {
            String name = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
            // RFC 6455 §11.1.1, §11.1.2: "Characters in the host component that are excluded by the syntax defined
            // above MUST be converted from Unicode to ASCII"
            host = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw error(url, "has an impossible host");
        }
        if (host.isEmpty()) {
            throw error(url, "has no host");
        }
        if (host.chars().anyMatch(c -> c <= ' ' || c == 0x7F || FORBIDDEN_IN_HOSTS.indexOf(c) >= 0)) {
            throw error(url, "has an impossible host");
        }
        return host;
    }

    private static int port(String url, String digits) {
        boolean isNumber = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = isNumber ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > 65_535) {
            throw error(url, "has an impossible port");
        }
        return port;
    }

    /** The path without its segments {@code .} and {@code ..}, which may be written with {@code %2e}. */
    private static String withoutDots(String path) {
        List<String> segments = new ArrayList<>();
        String[] written = path.replace('\\', '/').split("/", -1);
        for (int i = 1; i < written.length; i++) {
            String segment = written[i].replaceAll("(?i)%2e", ".");
            boolean last = i == written.length - 1;
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
            if (!segment.equals(".") && !segment.equals("..")) {
                segments.add(written[i]);
            } else if (last) {
                segments.add("");
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String encoded(String text, String set) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean isFirstQuestionMark = c == '?' && out.isEmpty();
            if (c > 0x20 && c < 0x7F && (set.indexOf(c) < 0 || isFirstQuestionMark)) {
                out.append((char) c);
            } else {
                // RFC 6455 §11.1.1, §11.1.2: "Characters in other components that are excluded by the syntax defined
                // above MUST be converted from Unicode to ASCII by first encoding the characters as UTF-8"
                byte[] utf8 = Character.toString(
                                Character.isValidCodePoint(c) && (c < 0xD800 || c > 0xDFFF) ? c : 0xFFFD)
                        .getBytes(StandardCharsets.UTF_8);
                for (byte b : utf8) {
                    out.append(String.format(Locale.ROOT, "%%%02X", b));
                }
            }
        });
        return out.toString();
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    // RFC 6455 §4.1: "If any of the components are invalid, the client MUST _Fail the WebSocket Connection_ and abort
    // these steps."
    private static DOMException error(String url, String what) {
        return DOMException.syntaxError("The URL \"" + url + "\" " + what + ".");
    }
}
