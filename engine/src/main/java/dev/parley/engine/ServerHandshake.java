package dev.parley.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A server's rules for the opening handshake (RFC 6455 §4.2), as functions over what was asked. Stateless.
 */
public final class ServerHandshake {
    /** What to answer. */
    public sealed interface Verdict {}

    /**
     * Answer 101 and begin.
     *
     * @param headers the header fields of the answer
     * @param protocol the subprotocol chosen, empty for none
     * @param agreement the extensions chosen
     */
    public record Accepted(Headers headers, String protocol, Agreement agreement) implements Verdict {}

    /**
     * Answer with an error.
     *
     * @param status the HTTP status code: 400, 405 or 426
     * @param headers header fields that the status asks for
     * @param why what was wrong, for the body
     */
    public record Refused(int status, Headers headers, String why) implements Verdict {}

    /** A handshake is at least this version of HTTP (RFC 6455 §4.2.1). */
    private static final String OLDEST_HTTP = "HTTP/1.1";

    private static final Headers VERSION_13 = Headers.of("Sec-WebSocket-Version", "13");
    private static final Headers UPGRADE =
            Headers.of("Upgrade", "websocket", "Connection", "Upgrade").with(VERSION_13);

    private ServerHandshake() {}

    /** Whether a request means to become a WebSocket, well-formed or not. */
    public static boolean isMeant(Headers request) {
        return request.hasMember("Upgrade", "websocket");
    }

    /**
     * Judges a request.
     *
     * @param method the request method, for instance {@code GET}
     * @param httpVersion for instance {@code HTTP/1.1}
     * @param request the request's header fields
     * @param compression what to agree to if it is offered; empty to decline it
     * @param chooseProtocol picks one of the subprotocols offered (in the client's order, none twice, at least one), or
     *     the empty string for none
     */
    public static Verdict judge(
            String method,
            String httpVersion,
            Headers request,
            Optional<Compression> compression,
            Function<List<String>, String> chooseProtocol) {
        // RFC 6455 §4.2.2: "the server MUST complete the following steps to accept the connection and send the server's
        // opening handshake."
        Optional<Refused> refused = refusal(method, httpVersion, request);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<List<String>> offered = HeaderGrammar.tokens(request.all("Sec-WebSocket-Protocol"));
        // RFC 6455 §4.1: "The elements that comprise this value MUST be non-empty strings with characters in the range
        // U+0021 to U+007E not including separator characters as defined in [RFC2616] and MUST all be unique strings."
        if (offered.isEmpty()
                || new HashSet<>(offered.get()).size() != offered.get().size()) {
            return bad("Sec-WebSocket-Protocol must be a list of different tokens.");
        }
        Optional<List<Extension>> offers = HeaderGrammar.extensions(request.all("Sec-WebSocket-Extensions"));
        // RFC 6455 §9.1: "If a value is received ... that does not conform to the ABNF below, the recipient of such
        // malformed data MUST immediately _Fail the WebSocket Connection_."
        if (offers.isEmpty()) {
            return bad("Sec-WebSocket-Extensions is malformed.");
        }
        String protocol = offered.get().isEmpty() ? "" : chooseProtocol.apply(offered.get());
        // RFC 6455 §4.2.2: "The value chosen MUST be derived from the client's handshake, specifically by selecting one
        // of the values".
        if (!protocol.isEmpty() && !offered.get().contains(protocol)) {
            throw new IllegalArgumentException("The subprotocol chosen is none of those offered.");
        }
        Agreement agreement = compression
                .map(wanted -> DeflateNegotiation.answer(offers.get(), wanted))
                .orElse(Agreement.NONE);
        return accepted(request.first("Sec-WebSocket-Key").orElseThrow(), protocol, agreement);
    }

    // RFC 6455 §11.3.2, §11.3.4: "header field MUST NOT appear more than once in an HTTP response."
    // RFC 6455 §11.3.3: "The |Sec-WebSocket-Accept| header MUST NOT appear more than once in an HTTP response."
    private static Accepted accepted(String key, String protocol, Agreement agreement) {
        // RFC 6455 §4.2.2: "it MUST reply with a valid HTTP response indicating the following."
        Headers headers = Headers.of(
                "Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", HandshakeKey.accept(key));
        // RFC 6455 §4.2.2: with none chosen "it MUST NOT send back a |Sec-WebSocket-Protocol| header field in its
        // response".
        if (!protocol.isEmpty()) {
            headers = headers.with("Sec-WebSocket-Protocol", protocol);
        }
        // RFC 7692 §5: "To accept the use of an offered PMCE, a server MUST include the extension name of the PMCE in
        // the 'Sec-WebSocket-Extensions' header field of its opening handshake of the WebSocket connection."
        // RFC 7692 §5: "A server declining all offered PMCEs MUST NOT include any element with PMCE names."
        if (!agreement.extensions().isEmpty()) {
            headers = headers.with("Sec-WebSocket-Extensions", agreement.toString());
        }
        return new Accepted(headers, protocol, agreement);
    }

    /**
     * The first of the requirements of RFC 6455 §4.2.1 that is not met: "the server MUST stop processing the client's
     * handshake and return an HTTP response with an appropriate error code (such as 400 Bad Request)."
     */
    private static Optional<Refused> refusal(String method, String httpVersion, Headers request) {
        if (!method.equals("GET")) {
            return Optional.of(new Refused(405, Headers.of("Allow", "GET"), "A WebSocket handshake is a GET request."));
        }
        if (!isMeant(request)) {
            return Optional.of(new Refused(
                    426, UPGRADE, "This address speaks WebSocket: connect with a WebSocket client, not plain HTTP."));
        }
        // Same length and shape by now, so text order is version order.
        if (httpVersion.compareTo(OLDEST_HTTP) < 0) {
            return Optional.of(bad("A WebSocket handshake needs HTTP/1.1."));
        }
        if (!request.namesOneHost()) {
            return Optional.of(bad("A WebSocket handshake needs one Host header, which names a host."));
        }
        if (!request.hasMember("Connection", "upgrade")) {
            return Optional.of(bad("A WebSocket handshake needs the header Connection: Upgrade."));
        }
        if (hasBody(request)) {
            return Optional.of(bad("A WebSocket handshake has no body."));
        }
        return keyRefusal(request).or(() -> versionRefusal(request));
    }

    private static Optional<Refused> keyRefusal(Headers request) {
        List<String> keys = request.all("Sec-WebSocket-Key");
        // RFC 6455 §11.3.1: "The |Sec-WebSocket-Key| header field MUST NOT appear more than once in an HTTP request."
        boolean valid = keys.size() == 1 && HandshakeKey.isValid(keys.get(0));
        return valid ? Optional.empty() : Optional.of(bad("Sec-WebSocket-Key must be there once: 16 bytes in base64."));
    }

    private static Optional<Refused> versionRefusal(Headers request) {
        List<String> versions = request.all("Sec-WebSocket-Version");
        if (versions.size() == 1 && versions.get(0).equals("13")) {
            return Optional.empty();
        }
        // RFC 6455 §11.3.5: "the |Sec-WebSocket-Version| header field MUST NOT appear more than once in an HTTP
        // request."
        if (versions.size() != 1) {
            return Optional.of(
                    new Refused(400, VERSION_13, "Sec-WebSocket-Version must be there once; this server speaks 13."));
        }
        // RFC 6455 §4.2.2: "If this version does not match a version understood by the server, the server MUST abort
        // the WebSocket handshake"
        // RFC 6455 §4.4: "If the server doesn't support the requested version, it MUST respond with a
        // |Sec-WebSocket-Version| header field"
        return Optional.of(new Refused(426, UPGRADE, "This server speaks version 13 of WebSocket."));
    }

    private static boolean hasBody(Headers request) {
        return request.contains("Transfer-Encoding")
                || request.all("Content-Length").stream().anyMatch(length -> !length.equals("0"));
    }

    private static Refused bad(String why) {
        return new Refused(400, Headers.NONE, why);
    }
}
