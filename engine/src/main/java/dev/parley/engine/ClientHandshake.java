package dev.parley.engine;

import java.util.List;
import java.util.Optional;

/**
 * A client's rules for the opening handshake (RFC 6455 §4.1), as functions over what was answered. Immutable: one for each
 * handshake.
 */
public final class ClientHandshake {
    /** What came of it. */
    public sealed interface Verdict {}

    /**
     * The connection is a WebSocket now.
     *
     * @param protocol the subprotocol chosen by the server, empty for none
     * @param agreement the extensions chosen by the server
     */
    public record Accepted(String protocol, Agreement agreement) implements Verdict {}

    /**
     * @param why what was wrong with the answer
     * @param extensions whether that was what it says of extensions
     */
    public record Refused(String why, boolean extensions) implements Verdict {
        Refused(String why) {
            this(why, false);
        }
    }

    /** So much of a wrong answer is quoted. */
    private static final int MAX_QUOTED_CHARS = 100;

    private final String key;
    private final List<String> protocols;
    private final Optional<Compression> compression;

    /**
     * @param nonce 16 random bytes, new for each handshake
     * @param protocols the subprotocols to offer, most wanted first
     * @param compression what to offer; empty to offer none
     */
    public ClientHandshake(byte[] nonce, List<String> protocols, Optional<Compression> compression) {
        this.key = HandshakeKey.encode(nonce);
        this.protocols = List.copyOf(protocols);
        this.compression = compression;
    }

    /** Whether a text can be the name of a subprotocol (RFC 6455 §4.1: a token). */
    public static boolean isProtocolName(String name) {
        return HeaderGrammar.isToken(name);
    }

    /** The header fields of the request, beside {@code Host} and whatever else the caller wants to say. */
    public Headers request() {
        // RFC 6455 §4.1: "The request MUST contain an |Upgrade| header field whose value MUST include the 'websocket'
        // keyword", "The request MUST contain a |Connection| header field whose value MUST include the 'Upgrade'
        // token", "The request MUST include a header field with the name |Sec-WebSocket-Key|", "The request MUST
        // include a header field with the name |Sec-WebSocket-Version|" and "The value of this header field MUST be
        // 13."
        Headers headers = Headers.of(
                "Upgrade", "websocket",
                "Connection", "Upgrade",
                "Sec-WebSocket-Key", key,
                "Sec-WebSocket-Version", "13");
        if (!protocols.isEmpty()) {
            headers = headers.with("Sec-WebSocket-Protocol", String.join(", ", protocols));
        }
        // RFC 7692 §5: "To offer use of a PMCE, a client MUST include the extension name of the PMCE in the
        // 'Sec-WebSocket-Extensions' header field of its opening handshake of the WebSocket connection."
        if (compression.isPresent()) {
            Agreement offers = new Agreement(DeflateNegotiation.offers(compression.get()), Optional.empty());
            headers = headers.with("Sec-WebSocket-Extensions", offers.toString());
        }
        return headers;
    }

    /** Judges the answer. RFC 6455 §4.1: "The client MUST validate the server's response as follows". */
    public Verdict judge(int status, Headers response) {
        if (status != 101) {
            return new Refused("the server answered " + status + " instead of 101");
        }
        // RFC 6455 §4.1: "If the response lacks an |Upgrade| header field ... the client MUST _Fail the WebSocket
        // Connection_."
        List<String> upgrade = response.all("Upgrade");
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase("websocket")) {
            return new Refused("the answer's Upgrade header is not websocket");
        }
        // RFC 6455 §4.1: "If the response lacks a |Connection| header field ... the client MUST _Fail the WebSocket
        // Connection_."
        if (!response.hasMember("Connection", "upgrade")) {
            return new Refused("the answer lacks the header Connection: Upgrade");
        }
        // RFC 6455 §4.1: "If the response lacks a |Sec-WebSocket-Accept| header field ... the client MUST _Fail the
        // WebSocket Connection_."
        List<String> accept = response.all("Sec-WebSocket-Accept");
        if (accept.size() != 1 || !accept.get(0).equals(HandshakeKey.accept(key))) {
            return new Refused("the answer's Sec-WebSocket-Accept does not match the key");
        }
        // RFC 6455 §11.3.2: "the |Sec-WebSocket-Extensions| header field MUST NOT appear more than once in an HTTP
        // response."
        List<String> extensions = response.all("Sec-WebSocket-Extensions");
        if (extensions.size() > 1) {
            return new Refused("the answer has more than one header Sec-WebSocket-Extensions");
        }
        Optional<Agreement> agreement = HeaderGrammar.extensions(extensions).flatMap(this::judgeExtensions);
        if (agreement.isEmpty()) {
            // RFC 6455 §9.1: "If a value is received ... that does not conform to the ABNF below, the recipient of such
            // malformed data MUST immediately _Fail the WebSocket Connection_."
            // RFC 6455 §4.1: "an extension that was not present in the client's handshake ... the client MUST _Fail the
            // WebSocket Connection_."
            // RFC 7692 §5: "If a server gives an invalid response, such as accepting a PMCE that the client did not
            // offer, the client MUST _Fail the WebSocket Connection_."
            return new Refused(wrong(extensions), true);
        }
        return judgeProtocol(response.all("Sec-WebSocket-Protocol"), agreement.get());
    }

    private String wrong(List<String> extensions) {
        String said = extensions.get(0);
        String quoted = said.length() > MAX_QUOTED_CHARS ? said.substring(0, MAX_QUOTED_CHARS) + "…" : said;
        if (compression.isEmpty()) {
            return "the answer names an extension, and none was offered: \"" + quoted + "\"";
        }
        return said.contains(DeflateParameters.NAME)
                ? "the server answers the offer of compression wrongly, with \"" + quoted + "\""
                : "the answer names an extension that was not offered: \"" + quoted + "\"";
    }

    private Optional<Agreement> judgeExtensions(List<Extension> answers) {
        if (compression.isPresent()) {
            return DeflateNegotiation.judge(answers, compression.get());
        }
        return answers.isEmpty() ? Optional.of(Agreement.NONE) : Optional.empty();
    }

    private Verdict judgeProtocol(List<String> chosen, Agreement agreement) {
        if (chosen.isEmpty() && protocols.isEmpty()) {
            return new Accepted("", agreement);
        }
        if (chosen.isEmpty()) {
            // Stricter than RFC 6455, as the WHATWG standard is: who offers subprotocols does not want to do without.
            return new Refused("the server chose none of the subprotocols " + String.join(", ", protocols));
        }
        // RFC 6455 §4.1: "a subprotocol that was not present in the client's handshake ... the client MUST _Fail the
        // WebSocket Connection_."
        if (chosen.size() != 1 || !protocols.contains(chosen.get(0))) {
            return new Refused("the answer names a subprotocol that was not offered");
        }
        return new Accepted(chosen.get(0), agreement);
    }
}
