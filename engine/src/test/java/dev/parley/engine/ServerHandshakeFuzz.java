package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Requests for an opening handshake: each has a verdict, one that is accepted meets RFC 6455 §4.2.1, read a second time
 * here, and the answer is one that its client accepts. Stateless.
 */
final class ServerHandshakeFuzz implements FuzzTarget {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final Headers REQUEST = Headers.of(
            "Host", "server.example.com",
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Key", KEY,
            "Sec-WebSocket-Version", "13");

    @Override
    public void take(byte[] input) {
        List<String> lines = new FuzzInput(input).lines();
        String[] first = lines.get(0).split(" ", 2);
        String version = first.length == 2 ? first[1] : "";
        Headers request = HeaderLines.read(lines.subList(1, lines.size()));
        for (Compression wanted : NegotiationFuzz.WANTED) {
            ServerHandshake.Verdict verdict = ServerHandshake.judge(
                    first[0], version, request, Optional.of(wanted), offered -> offered.get(offered.size() - 1));
            if (verdict instanceof ServerHandshake.Accepted accepted) {
                assertMeetsTheRfc(first[0], version, request);
                assertIsAnAnswer(accepted, request);
            } else {
                ServerHandshake.Refused refused = (ServerHandshake.Refused) verdict;
                assertThat(refused.status()).isIn(400, 405, 426);
                assertThat(refused.why()).isNotBlank();
            }
        }
    }

    private static void assertMeetsTheRfc(String method, String version, Headers request) {
        assertThat(method).isEqualTo("GET");
        assertThat(version).isGreaterThanOrEqualTo("HTTP/1.1");
        assertThat(request.all("Host")).hasSize(1);
        assertThat(request.all("Sec-WebSocket-Version")).containsExactly("13");
        assertThat(request.all("Sec-WebSocket-Key")).hasSize(1).allMatch(key -> key.matches("[A-Za-z0-9+/]{22}=="));
        assertThat(members(request, "Upgrade")).contains("websocket");
        assertThat(members(request, "Connection")).contains("upgrade");
        assertThat(request.contains("Transfer-Encoding")).isFalse();
        assertThat(request.all("Content-Length")).allMatch("0"::equals);
    }

    private static List<String> members(Headers headers, String name) {
        List<String> members = new ArrayList<>();
        for (String member : String.join(",", headers.all(name)).split(",")) {
            members.add(member.strip().toLowerCase(Locale.ROOT));
        }
        return members;
    }

    private static void assertIsAnAnswer(ServerHandshake.Accepted accepted, Headers request) {
        String key = request.first("Sec-WebSocket-Key").orElseThrow();
        assertThat(accepted.headers().all("Sec-WebSocket-Accept")).containsExactly(HandshakeKey.accept(key));
        List<String> offered =
                HeaderGrammar.tokens(request.all("Sec-WebSocket-Protocol")).orElseThrow();
        assertThat(accepted.protocol()).isEqualTo(offered.isEmpty() ? "" : offered.get(offered.size() - 1));
        List<Extension> offers = HeaderGrammar.extensions(request.all("Sec-WebSocket-Extensions"))
                .orElseThrow();
        assertThat(accepted.agreement().extensions())
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(answer -> OfferRule.isAnswerToOneOf(offers, answer));
        assertThat(accepted.agreement().deflate().isPresent())
                .isEqualTo(!accepted.agreement().extensions().isEmpty());
        assertThat(String.join("", accepted.headers().all("Sec-WebSocket-Extensions")))
                .isEqualTo(accepted.agreement().toString());
    }

    @Override
    public List<byte[]> seeds() {
        List<String> seeds = new ArrayList<>();
        seeds.add(HeaderLines.write("GET HTTP/1.1", REQUEST));
        seeds.add(HeaderLines.write("POST HTTP/1.1", REQUEST));
        seeds.add(HeaderLines.write("GET HTTP/1.0", REQUEST));
        seeds.add("GET");
        for (String more : List.of(
                "Host: again",
                "Content-Length: 0",
                "Content-Length: 1",
                "Transfer-Encoding: chunked",
                "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 8",
                "Sec-WebSocket-Protocol: chat, superchat",
                "Sec-WebSocket-Protocol: chat\nSec-WebSocket-Protocol: chat",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8, permessage-deflate",
                "Sec-WebSocket-Extensions: x; a=\"1\"\nSec-WebSocket-Extensions: permessage-deflate")) {
            seeds.add(HeaderLines.write("GET HTTP/1.1", REQUEST) + "\n" + more);
        }
        for (Headers.Field field : REQUEST) {
            String whole = HeaderLines.write("GET HTTP/1.1", REQUEST);
            seeds.add(whole.replace(field.name() + ": ", field.name() + ": h2c, "));
            seeds.add(whole.replace(field.name(), "X-" + field.name()));
        }
        return seeds.stream()
                .map(seed -> seed.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
