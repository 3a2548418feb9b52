package dev.parley.client;

import dev.parley.engine.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes one text apart: the URL standard's §4.4, for the schemes of the web. Confined to its caller.
 */
final class UrlParser {
    private final String url;
    private final @Nullable WebSocketUrl base;

    UrlParser(String url, @Nullable WebSocketUrl base) {
        this.url = url;
        this.base = base;
    }

    WebSocketUrl parse() {
        String text = cleaned(url);
        // RFC 6455 §3: fragments "MUST NOT be used on these URIs" and "the character '#', when not indicating the
        // start of a fragment, MUST be escaped as %23", by whoever writes the URL: here it always indicates one.
        if (text.indexOf('#') >= 0) {
            throw error("has a fragment, which a WebSocket cannot have");
        }
        String scheme = schemeOf(text);
        if (scheme.isEmpty()) {
            if (base == null) {
                throw error("has no scheme, and there is no base for it");
            }
            return relative(base, text);
        }
        if (!WebSocketUrl.isOfTheWeb(scheme)) {
            throw error("has a scheme that is none of ws, wss, http, https");
        }
        String rest = text.substring(scheme.length() + 1);
        boolean relative = base != null && base.scheme().equals(scheme) && !rest.startsWith("//");
        return relative ? relative(base, rest) : absolute(scheme, rest);
    }

    private WebSocketUrl relative(WebSocketUrl base, String text) {
        if (text.length() > 1 && UrlPath.isSlash(text.charAt(0)) && UrlPath.isSlash(text.charAt(1))) {
            return absolute(base.scheme(), text);
        }
        int question = indexOrEnd(text, text.indexOf('?'));
        String written = text.substring(0, question);
        String path = written.isEmpty() ? base.path() : UrlPath.resolve(base.path(), written);
        String query = text.isEmpty() ? base.query() : query(text.substring(question));
        return new WebSocketUrl(base.scheme(), base.user(), base.password(), base.host(), base.port(), path, query);
    }

    /** However many slashes there are, the host follows. */
    private WebSocketUrl absolute(String scheme, String text) {
        int start = 0;
        while (start < text.length() && UrlPath.isSlash(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && !UrlPath.isSlash(text.charAt(end)) && text.charAt(end) != '?') {
            end++;
        }
        String authority = text.substring(start, end);
        int at = authority.lastIndexOf('@');
        String credentials = authority.substring(0, Math.max(0, at));
        int colon = indexOrEnd(credentials, credentials.indexOf(':'));
        String password = credentials.substring(Math.min(colon + 1, credentials.length()));
        String hostAndPort = authority.substring(at + 1);
        int port = indexOrEnd(hostAndPort, colonAfterHost(hostAndPort));
        int question = indexOrEnd(text, text.indexOf('?', end));
        // RFC 6455 §4.1: what is handed on from here "MUST be valid according to the specification of WebSocket
        // URIs".
        return new WebSocketUrl(
                scheme,
                PercentCoding.encode(credentials.substring(0, colon), PercentCoding.IN_CREDENTIALS),
                PercentCoding.encode(password, PercentCoding.IN_CREDENTIALS),
                host(hostAndPort.substring(0, port)),
                port(scheme, hostAndPort.substring(port)),
                UrlPath.resolve("/", text.substring(end, question)),
                query(text.substring(question)));
    }

    private String host(String written) {
        if (written.isEmpty()) {
            throw error("has no host");
        }
        return UrlHost.parse(written).orElseThrow(() -> error("has an impossible host"));
    }

    private int port(String scheme, String colonAndDigits) {
        String digits = colonAndDigits.replaceFirst("^:", "").replaceFirst("^0+(?=[0-9])", "");
        if (digits.isEmpty()) {
            return WebSocketUrl.standardPort(scheme);
        }
        boolean isNumber = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = isNumber ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > 65_535) {
            throw error("has an impossible port");
        }
        return port;
    }

    private static String query(String withQuestionMark) {
        return withQuestionMark.isEmpty()
                ? ""
                : "?" + PercentCoding.encode(withQuestionMark.substring(1), PercentCoding.IN_QUERIES);
    }

    // RFC 6455 §4.1: "If any of the components are invalid, the client MUST _Fail the WebSocket Connection_ and
    // abort these steps."
    private DOMException error(String what) {
        return DOMException.syntaxError("The URL \"" + url + "\" " + what + ".");
    }

    /** Without the controls and spaces around it and the line breaks in it; lone surrogates become U+FFFD. */
    private static String cleaned(String url) {
        int start = 0;
        int end = url.length();
        while (start < end && url.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && url.charAt(end - 1) <= ' ') {
            end--;
        }
        String text = Text.decode(Text.encode(url.substring(start, end)));
        return text.replaceAll("[\\t\\n\\r]", "");
    }

    /** In lower case; empty if there is none. */
    private static String schemeOf(String text) {
        int colon = text.indexOf(':');
        boolean isScheme = colon > 0 && text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
        return isScheme ? text.substring(0, colon).toLowerCase(Locale.ROOT) : "";
    }

    private static int colonAfterHost(String hostAndPort) {
        return hostAndPort.indexOf(':', Math.max(0, hostAndPort.indexOf(']')));
    }

    private static int indexOrEnd(String text, int index) {
        return index < 0 ? text.length() : index;
    }
}
