package dev.parley.probe;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks, and which answers it takes (RFC 6455 §4.1), in steps that a broken one takes differently. Any thread.
 */
class AskSteps {
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final String SERVER_FORGETS = "server_no_context_takeover";
    private static final String CLIENT_FORGETS = "client_no_context_takeover";

    private final SecureRandom random = new SecureRandom();
    /** Of which only the accept value is asked for: the same rule for both sides. */
    private final AnswerSteps answers = new AnswerSteps();

    /** What it offers of extensions. */
    String offer() {
        return "permessage-deflate; client_max_window_bits";
    }

    List<String> request(String host, String key) {
        return List.of(
                "GET /run HTTP/1.1",
                "Host: " + host,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + key,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: " + offer());
    }

    String newKey() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** Whether the connection is open now. */
    final boolean opens(Head answer, String key) {
        return takesStatus(answer.start())
                && takesUpgrade(answer)
                && takesConnection(answer)
                && takesAccept(answer.all("Sec-WebSocket-Accept"), answers.accept(key))
                && takesProtocols(answer.all("Sec-WebSocket-Protocol"))
                && takesExtensions(answer.all("Sec-WebSocket-Extensions"));
    }

    /** Whether another answer follows. */
    final boolean isInterim(Head answer) {
        return answer.start().matches("HTTP/1\\.1 1(?!01)\\d\\d( .*)?");
    }

    boolean takesStatus(String line) {
        return line.matches("HTTP/1\\.1 101( .*)?");
    }

    boolean takesUpgrade(Head answer) {
        return answer.members("Upgrade").size() == 1 && answer.lists("Upgrade", "websocket");
    }

    boolean takesConnection(Head answer) {
        return answer.lists("Connection", "Upgrade");
    }

    boolean takesAccept(List<String> values, String expected) {
        return values.equals(List.of(expected));
    }

    /** It asks for none. */
    boolean takesProtocols(List<String> values) {
        return values.isEmpty();
    }

    private boolean takesExtensions(List<String> fields) {
        Optional<List<ExtensionText>> agreed = ExtensionText.parse(fields);
        return agreed.isPresent() && takesAgreed(agreed.get());
    }

    boolean takesAgreed(List<ExtensionText> extensions) {
        return extensions.size() < 2
                && extensions.stream()
                        .allMatch(extension ->
                                takesExtension(extension.name()) && takesParameters(extension.parameters()));
    }

    boolean takesExtension(String name) {
        return name.equals("permessage-deflate") && offer().contains(name);
    }

    private boolean takesParameters(List<ExtensionText.Parameter> parameters) {
        Set<String> seen = new HashSet<>();
        return parameters.stream()
                .allMatch(parameter -> takesParameter(parameter) && (seen.add(parameter.name()) || takesRepeated()));
    }

    private boolean takesParameter(ExtensionText.Parameter parameter) {
        return switch (parameter.name()) {
            case SERVER_BITS -> takesBits(parameter.value());
            case CLIENT_BITS -> takesOwnBits() && takesBits(parameter.value());
            case SERVER_FORGETS, CLIENT_FORGETS -> takesFlagValue(parameter.value());
            default -> takesUnknown();
        };
    }

    boolean takesRepeated() {
        return false;
    }

    /** Without it in the offer no server may put it into its answer (RFC 7692 §7.1.2.2). */
    boolean takesOwnBits() {
        return offer().contains(CLIENT_BITS);
    }

    boolean takesBits(String value) {
        return value.matches("[89]|1[0-5]");
    }

    boolean takesFlagValue(String value) {
        return value.isEmpty();
    }

    boolean takesUnknown() {
        return false;
    }

    /** What an answer agrees to. */
    final Optional<CompressionTerms> terms(Head answer) {
        return ExtensionText.parse(answer.all("Sec-WebSocket-Extensions")).orElse(List.of()).stream()
                .filter(extension -> extension.name().equals("permessage-deflate"))
                .findFirst()
                .map(extension -> new CompressionTerms(
                        bits(extension, CLIENT_BITS),
                        bits(extension, SERVER_BITS),
                        !extension.has(CLIENT_FORGETS),
                        !extension.has(SERVER_FORGETS)));
    }

    private static int bits(ExtensionText extension, String name) {
        return extension.parameters().stream()
                .filter(parameter ->
                        parameter.name().equals(name) && parameter.value().matches("[89]|1[0-5]"))
                .mapToInt(parameter -> Integer.parseInt(parameter.value()))
                .findFirst()
                .orElse(15);
    }

    /** What arrived together with the answer belongs to the connection. */
    boolean keepsEarlyBytes() {
        return true;
    }
}
