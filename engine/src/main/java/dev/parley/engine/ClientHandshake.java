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

    /** @param why what was wrong with the answer */
    public record Refused(String why) implements Verdict {}

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
        Headers headers = Headers.of(
                "Upgrade", "websocket",
                "Connection", "Upgrade",
                "Sec-WebSocket-Key", key,
                "Sec-WebSocket-Version", "13");
        if (!protocols.isEmpty()) {
            headers = headers.with("Sec-WebSocket-Protocol", String.join(", ", protocols));
        }
        if (compression.isPresent()) {
            Agreement offers = new Agreement(DeflateNegotiation.offers(compression.get()), Optional.empty());
            headers = headers.with("Sec-WebSocket-Extensions", offers.toString());
        }
        return headers;
    }

    /** Judges the answer: each step is one of RFC 6455 §4.1's list of what the client MUST validate. */
    public Verdict judge(int status, Headers response) {
        if (status != 101) {
            return new Refused("the server answered " + status + " instead of 101");
        }
        List<String> upgrade = response.all("Upgrade");
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase("websocket")) {
            return new Refused("the answer's Upgrade header is not websocket");
        }
        if (!response.hasMember("Connection", "upgrade")) {
            return new Refused("the answer lacks the header Connection: Upgrade");
        }
        List<String> accept = response.all("Sec-WebSocket-Accept");
        if (accept.size() != 1 || !accept.get(0).equals(HandshakeKey.accept(key))) {
            return new Refused("the answer's Sec-WebSocket-Accept does not match the key");
        }
        List<String> extensions = response.all("Sec-WebSocket-Extensions");
        if (extensions.size() > 1) {
            return new Refused("the answer has more than one header Sec-WebSocket-Extensions");
        }
        Optional<Agreement> agreement = HeaderGrammar.extensions(extensions).flatMap(this::judgeExtensions);
        if (agreement.isEmpty()) {
            // RFC 6455 §4.1: an extension "that was not present in the client's handshake" fails the connection.
            return new Refused("the answer names an extension that was not offered like this");
        }
        return judgeProtocol(response.all("Sec-WebSocket-Protocol"), agreement.get());
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
        if (chosen.size() != 1 || !protocols.contains(chosen.get(0))) {
            return new Refused("the answer names a subprotocol that was not offered");
        }
        return new Accepted(chosen.get(0), agreement);
    }
}
