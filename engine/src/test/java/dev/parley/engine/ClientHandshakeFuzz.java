package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers to an opening handshake: each has a verdict, and one that is accepted meets RFC 6455 §4.1, read a second time
 * here. Stateless.
 */
final class ClientHandshakeFuzz implements FuzzTarget {
    private static final byte[] NONCE = Wire.utf8("the sample nonce");
    private static final Headers ANSWER = Headers.of(
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    private static final List<List<String>> PROTOCOLS = List.of(List.of(), List.of("chat", "superchat"));

    @Override
    public void take(byte[] input) {
        List<String> lines = new FuzzInput(input).lines();
        int status = lines.get(0).matches("[0-9]{3}") ? Integer.parseInt(lines.get(0)) : 101;
        Headers answer = HeaderLines.read(lines.subList(1, lines.size()));
        for (List<String> protocols : PROTOCOLS) {
            judge(status, answer, protocols, Optional.empty());
            NegotiationFuzz.WANTED.forEach(wanted -> judge(status, answer, protocols, Optional.of(wanted)));
        }
    }

    private static void judge(int status, Headers answer, List<String> protocols, Optional<Compression> wanted) {
        ClientHandshake.Verdict verdict = new ClientHandshake(NONCE, protocols, wanted).judge(status, answer);
        if (verdict instanceof ClientHandshake.Refused refused) {
            assertThat(refused.why()).isNotBlank();
            return;
        }
        ClientHandshake.Accepted accepted = (ClientHandshake.Accepted) verdict;
        assertThat(status).isEqualTo(101);
        assertThat(answer.all("Upgrade")).hasSize(1).allMatch("websocket"::equalsIgnoreCase);
        assertThat(answer.hasMember("Connection", "upgrade")).isTrue();
        assertThat(answer.all("Sec-WebSocket-Accept")).containsExactly("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.all("Sec-WebSocket-Protocol")).hasSize(protocols.isEmpty() ? 0 : 1);
        assertThat(accepted.protocol())
                .isEqualTo(answer.first("Sec-WebSocket-Protocol").orElse(""));
        assertThat(protocols.isEmpty() || protocols.contains(accepted.protocol()))
                .isTrue();
        List<Extension> offers = wanted.map(DeflateNegotiation::offers).orElse(List.of());
        assertThat(HeaderGrammar.extensions(answer.all("Sec-WebSocket-Extensions")))
                .hasValue(accepted.agreement().extensions());
        assertThat(accepted.agreement().extensions())
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(extension -> OfferRule.isAnswerToOneOf(offers, extension));
    }

    @Override
    public List<byte[]> seeds() {
        List<String> seeds = new ArrayList<>();
        String whole = HeaderLines.write("101", ANSWER);
        seeds.add(whole);
        seeds.add(HeaderLines.write("200", ANSWER));
        for (String more : List.of(
                "Sec-WebSocket-Protocol: chat",
                "Sec-WebSocket-Protocol: superchat\nSec-WebSocket-Protocol: chat",
                "Sec-WebSocket-Protocol: other",
                "Sec-WebSocket-Accept: again",
                "Upgrade: websocket",
                "Sec-WebSocket-Extensions: permessage-deflate",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9\nSec-WebSocket-Protocol: chat",
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                        + " client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=\"9\"",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate",
                "Sec-WebSocket-Extensions: x-other")) {
            seeds.add(whole + "\n" + more);
        }
        for (Headers.Field field : ANSWER) {
            seeds.add(whole.replace(field.name() + ": ", field.name() + ": h2c, "));
            seeds.add(whole.replace(field.name(), "X-" + field.name()));
        }
        return seeds.stream()
                .map(seed -> seed.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
