package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server demands of a request (RFC 6455 §4.2.1) and answers (§4.2.2). */
final class ServerHandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final Headers REQUEST = Headers.of(
            "Host", "server.example.com",
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Key", KEY,
            "Sec-WebSocket-Version", "13");

    // RFC 6455 §4.2.2: "the server MUST complete the following steps to accept the connection" and "it MUST reply with
    // a valid HTTP response".
    @Test
    void exampleOfTheRfcIsAccepted() {
        ServerHandshake.Accepted accepted = accepted(REQUEST);
        assertThat(accepted.headers())
                .containsExactly(
                        new Headers.Field("Upgrade", "websocket"),
                        new Headers.Field("Connection", "Upgrade"),
                        new Headers.Field("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        assertThat(accepted.protocol()).isEmpty();
        assertThat(accepted.agreement()).isEqualTo(Agreement.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PUT", "CONNECT", "OPTIONS", "get", "GET ", ""})
    void onlyGetIsAllowed(String method) {
        ServerHandshake.Refused refused = refused(method, "HTTP/1.1", REQUEST);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers().first("Allow")).hasValue("GET");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1,0", "HTTP/2.0,0", "HTTP/1.0,400", "HTTP/0.9,400"})
    void olderHttpIsRefused(String version, int status) {
        assertStatus(status, version, REQUEST);
    }

    // RFC 6455 §4.2.1: "the server MUST stop processing the client's handshake and return an HTTP response with an
    // appropriate error code".
    @ParameterizedTest
    @CsvSource({"Host,400", "Upgrade,426", "Connection,400", "Sec-WebSocket-Key,400", "Sec-WebSocket-Version,400"})
    void headerThatIsNotThereIsRefused(String name, int status) {
        assertStatus(status, "HTTP/1.1", without(name));
    }

    // RFC 6455 §11.3.5: "the |Sec-WebSocket-Version| header field MUST NOT appear more than once in an HTTP request."
    // RFC 6455 §11.3.1: "The |Sec-WebSocket-Key| header field MUST NOT appear more than once in an HTTP request."
    @ParameterizedTest
    @CsvSource({"Host,400", "Upgrade,0", "Connection,0", "Sec-WebSocket-Key,400", "Sec-WebSocket-Version,400"})
    void headerThatIsThereTwiceIsRefusedUnlessItIsAList(String name, int status) {
        String value = REQUEST.first(name).orElseThrow();
        assertStatus(status, "HTTP/1.1", REQUEST.with(name, value));
    }

    // RFC 6455 §9.1: "If a value is received ... that does not conform to the ABNF below, the recipient of such
    // malformed data MUST immediately _Fail the WebSocket Connection_."
    // RFC 6455 §4.1: "The elements that comprise this value MUST be non-empty strings with characters in the range
    // U+0021 to U+007E not including separator characters as defined in [RFC2616] and MUST all be unique strings."
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | h2c | 426",
                "Upgrade | websockets | 426",
                "Upgrade | '' | 426",
                "Upgrade | WebSocket | 0",
                "Upgrade | 'h2c, WEBSOCKET' | 0",
                "Connection | close | 400",
                "Connection | upgraded | 400",
                "Connection | '' | 400",
                "Connection | 'keep-alive, Upgrade' | 0",
                "Connection | 'keep-alive ,\tupgrade ,' | 0",
                "Sec-WebSocket-Key | '' | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZQ | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZQ=A | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZSE= | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZSEh | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25j!Q== | 400",
                "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25j-Q== | 400",
                "Sec-WebSocket-Key | AAAAAAAAAAAAAAAAAAAAAA== | 0",
                "Sec-WebSocket-Version | 8 | 426",
                "Sec-WebSocket-Version | 14 | 426",
                "Sec-WebSocket-Version | '' | 426",
                "Sec-WebSocket-Version | '13, 8' | 426",
                "Content-Length | 0 | 0",
                "Content-Length | 1 | 400",
                "Content-Length | +0 | 400",
                "Transfer-Encoding | chunked | 400",
                "Transfer-Encoding | identity | 400",
                "Sec-WebSocket-Protocol | 'chat, superchat' | 0",
                "Sec-WebSocket-Protocol | 'chat,,superchat,' | 0",
                "Sec-WebSocket-Protocol | 'chat, chat' | 400",
                "Sec-WebSocket-Protocol | 'chat, Chat' | 0",
                "Sec-WebSocket-Protocol | '' | 400",
                "Sec-WebSocket-Protocol | 'a b' | 400",
                "Sec-WebSocket-Protocol | 'a;b' | 400",
                "Sec-WebSocket-Protocol | '\"a\"' | 400",
                "Sec-WebSocket-Protocol | 'grüße' | 400",
                "Sec-WebSocket-Extensions | permessage-deflate | 0",
                "Sec-WebSocket-Extensions | 'x; a; b=1; c=\"2\", y' | 0",
                "Sec-WebSocket-Extensions | '' | 400",
                "Sec-WebSocket-Extensions | 'x; a=\"1' | 400",
                "Sec-WebSocket-Extensions | 'x; =1' | 400",
                "Sec-WebSocket-Extensions | 'x y' | 400"
            })
    void headerOfThisValueIsAcceptedOrRefused(String name, String value, int status) {
        assertStatus(status, "HTTP/1.1", without(name).with(name, value));
    }

    // RFC 6455 §4.4: "it MUST respond with a |Sec-WebSocket-Version| header field".
    // RFC 6455 §4.2.2: "If this version does not match a version understood by the server, the server MUST abort the
    // WebSocket handshake".
    @Test
    void refusalOfAVersionNamesTheOneThatIsSpoken() {
        Headers none = without("Sec-WebSocket-Version");
        for (Headers request : List.of(none, none.with("Sec-WebSocket-Version", "8"), without("Upgrade"))) {
            ServerHandshake.Refused refused = refused("GET", "HTTP/1.1", request);
            assertThat(refused.headers().all("Sec-WebSocket-Version")).containsExactly("13");
            // RFC 9110 §15.5.22: a 426 "MUST send an Upgrade header field" in its answer.
            assertThat(refused.headers().contains("Upgrade")).isEqualTo(refused.status() == 426);
        }
    }

    // RFC 6455 §11.3.4: "the |Sec-WebSocket-Protocol| header field MUST NOT appear more than once in an HTTP response."
    // RFC 6455 §4.2.2: "The value chosen MUST be derived from the client's handshake".
    @Test
    void protocolsOnSeveralLinesAreOneListInOrder() {
        List<String> seen = new ArrayList<>();
        Headers request = REQUEST.with("Sec-WebSocket-Protocol", "c, a").with("sec-websocket-protocol", "b");
        ServerHandshake.Accepted accepted = (ServerHandshake.Accepted) judge("GET", "HTTP/1.1", request, offered -> {
            seen.addAll(offered);
            return "a";
        });
        assertThat(seen).containsExactly("c", "a", "b");
        assertThat(accepted.protocol()).isEqualTo("a");
        assertThat(accepted.headers().all("Sec-WebSocket-Protocol")).containsExactly("a");
        assertStatus(400, "HTTP/1.1", request.with("Sec-WebSocket-Protocol", "c"));
    }

    @Test
    void nothingIsChosenWhereNothingIsOffered() {
        ServerHandshake.Verdict verdict = judge("GET", "HTTP/1.1", REQUEST, offered -> {
            throw new AssertionError("asked to choose from " + offered);
        });
        assertThat(verdict).isInstanceOf(ServerHandshake.Accepted.class);
    }

    // RFC 6455 §4.2.2: "it MUST NOT send back a |Sec-WebSocket-Protocol| header field in its response".
    @Test
    void choosingNoneIsAllowedAndChoosingAStrangerIsTheCallersFault() {
        Headers request = REQUEST.with("Sec-WebSocket-Protocol", "chat");
        assertThat(accepted(request).headers().contains("Sec-WebSocket-Protocol"))
                .isFalse();
        assertThatThrownBy(() -> judge("GET", "HTTP/1.1", request, offered -> "Chat"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // RFC 7692 §5: "A server declining all offered PMCEs MUST NOT include any element with PMCE names."
    @Test
    void everyOfferOfAnExtensionIsDeclined() {
        Headers request = REQUEST.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        assertThat(accepted(request).headers().contains("Sec-WebSocket-Extensions"))
                .isFalse();
    }

    @Test
    void offerOfCompressionIsAnsweredWhereItIsWanted() {
        Headers request = REQUEST.with("Sec-WebSocket-Extensions", "x-other, permessage-deflate");
        ServerHandshake.Accepted accepted = (ServerHandshake.Accepted)
                ServerHandshake.judge("GET", "HTTP/1.1", request, Optional.of(Compression.DEFAULT), offered -> "");
        assertThat(accepted.headers().all("Sec-WebSocket-Extensions"))
                .containsExactly("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        assertThat(accepted.agreement().deflate()).contains(new Deflate(false, false, 15, 15, 1024, 1));
    }

    @Test
    void requestIsMeantAsAHandshakeIfItsUpgradeSaysSo() {
        assertThat(ServerHandshake.isMeant(Headers.of("upgrade", "h2c, WebSocket")))
                .isTrue();
        assertThat(ServerHandshake.isMeant(Headers.of("Upgrade", "h2c"))).isFalse();
        assertThat(ServerHandshake.isMeant(Headers.NONE)).isFalse();
    }

    private static Headers without(String name) {
        List<Headers.Field> fields = new ArrayList<>();
        REQUEST.forEach(fields::add);
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        return Headers.of(fields);
    }

    /** @param status that of the refusal, or 0 if the request is to be accepted */
    private static void assertStatus(int status, String version, Headers request) {
        ServerHandshake.Verdict verdict = judge("GET", version, request, offered -> "");
        assertThat(verdict instanceof ServerHandshake.Refused refused ? refused.status() : 0)
                .as("%s", verdict)
                .isEqualTo(status);
    }

    private static ServerHandshake.Accepted accepted(Headers request) {
        return (ServerHandshake.Accepted) judge("GET", "HTTP/1.1", request, offered -> "");
    }

    private static ServerHandshake.Refused refused(String method, String version, Headers request) {
        return (ServerHandshake.Refused) judge(method, version, request, offered -> "");
    }

    /** Their framing had no lengths, or lengths without an end: none of the drafts before version 13 is spoken. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "8", "12", "14", "013", "13.0", "-1"})
    void draftsAreNotSpoken(String version) {
        Headers draft = without("Sec-WebSocket-Version").with("Sec-WebSocket-Version", version);
        assertStatus(426, "HTTP/1.1", draft);
        Headers hixie = Headers.of("Host", "x", "Upgrade", "WebSocket", "Connection", "Upgrade")
                .with("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                .with("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
        assertStatus(400, "HTTP/1.1", hixie);
    }

    private static ServerHandshake.Verdict judge(
            String method, String version, Headers request, Function<List<String>, String> choose) {
        return ServerHandshake.judge(method, version, request, Optional.empty(), choose);
    }
}
