package dev.parley.client;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a WebSocket, taken apart as the URL standard does it for the schemes of the web (WHATWG WebSockets standard
 * §3.1, URL standard §4.4). Immutable.
 *
 * @param scheme as it was written, in lower case: ws, wss, http or https
 * @param user percent-encoded, like the password; empty for none
 * @param host a name in lower case or an address, an IPv6 address without its brackets
 * @param port the port, given or the scheme's own
 * @param path begins with a slash
 * @param query with its question mark; empty for none
 */
record WebSocketUrl(String scheme, String user, String password, String host, int port, String path, String query) {
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;

    /**
     * Parses a URL.
     *
     * @param base what a relative one is relative to; null for nothing
     * @throws DOMException a {@code SyntaxError} if it cannot be the URL of a WebSocket
     */
    static WebSocketUrl parse(String url, @Nullable WebSocketUrl base) {
        return new UrlParser(url, base).parse();
    }

    /** Parses a URL, relative or not to the base of the options. */
    static WebSocketUrl parseWith(WebSocketOptions options, String url) {
        return parse(url, options.base().map(WebSocketUrl::parseBase).orElse(null));
    }

    /** Parses a URL that is not relative. */
    static WebSocketUrl parse(String url) {
        return parse(url, null);
    }

    /** Parses what other URLs are relative to: the address of a page, whose fragment does not matter. */
    static WebSocketUrl parseBase(String url) {
        int fragment = url.indexOf('#');
        return parse(fragment < 0 ? url : url.substring(0, fragment));
    }

    /** Whether over TLS. */
    boolean secure() {
        return isSecure(scheme);
    }

    /** The whole, as {@link WebSocket#url()} says it: with the scheme ws or wss. */
    String href() {
        String credentials = password.isEmpty() ? user : user + ":" + password;
        return (secure() ? "wss://" : "ws://")
                + (credentials.isEmpty() ? "" : credentials + "@")
                + authority()
                + path
                + query;
    }

    /** Path and query, for the request (WHATWG WebSockets standard §2.1). */
    String requestTarget() {
        // RFC 6455 §4.1: "The 'Request-URI' part of the request MUST match the /resource name/ defined in Section 3"
        return query.equals("?") ? path : path + query;
    }

    /** Scheme, host and port, for {@link MessageEvent#origin()} and the like. */
    String origin() {
        return (secure() ? "wss://" : "ws://") + authority();
    }

    /** The value of the header {@code Authorization} for the credentials in the URL, if there are any (RFC 7617). */
    Optional<String> authorization() {
        if (user.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        byte[] plain = PercentCoding.decode(user + ":" + password);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
    }

    /** Without the password: a URL may come into a log. */
    String printable() {
        return origin() + path + query;
    }

    /** The host with the port if it is not the scheme's own: the value of the {@code Host} header. */
    String authority() {
        // RFC 6455 §4.1: "The request MUST contain a |Host| header field whose value contains /host/ plus optionally
        // ':' followed by /port/ (when not using the default port)."
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == standardPort(scheme) ? name : name + ":" + port;
    }

    static boolean isOfTheWeb(String scheme) {
        return scheme.equals("ws") || scheme.equals("http") || isSecure(scheme);
    }

    private static boolean isSecure(String scheme) {
        return scheme.equals("wss") || scheme.equals("https");
    }

    static int standardPort(String scheme) {
        return isSecure(scheme) ? WSS_PORT : WS_PORT;
    }
}
