package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asks for and what it makes of the answer (RFC 6455 §4.1). */
final class ClientHandshakeTest {
    private static final byte[] NONCE = Wire.utf8("the sample nonce");
    private static final Headers ANSWER = Headers.of(
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    private final ClientHandshake plain = new ClientHandshake(NONCE, List.of(), Optional.empty());
    private final ClientHandshake choosing = new ClientHandshake(NONCE, List.of("chat", "superchat"), Optional.empty());

    // RFC 6455 §4.1: "The request MUST contain an |Upgrade| header field whose value MUST include the 'websocket'
    // keyword", "The request MUST contain a |Connection| header field whose value MUST include the 'Upgrade' token",
    // "The request MUST include a header field with the name |Sec-WebSocket-Key|", "The request MUST include a header
    // field with the name |Sec-WebSocket-Version|" and "The value of this header field MUST be 13."
    @Test
    void requestHasTheFieldsOfTheRfc() {
        assertThat(plain.request())
                .containsExactly(
                        new Headers.Field("Upgrade", "websocket"),
                        new Headers.Field("Connection", "Upgrade"),
                        new Headers.Field("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                        new Headers.Field("Sec-WebSocket-Version", "13"));
        assertThat(choosing.request().all("Sec-WebSocket-Protocol")).containsExactly("chat, superchat");
    }

    // RFC 6455 §9.1: the client "MUST NOT use them unless the server indicates that it wishes to use the extension."
    // RFC 6455 §5.8: "The endpoints of a connection MUST negotiate the use of any extensions during the opening
    // handshake."
    // RFC 6455 §4.1: "The client MUST validate the server's response".
    @Test
    void exampleOfTheRfcIsAccepted() {
        assertThat(plain.judge(101, ANSWER)).isEqualTo(new ClientHandshake.Accepted("", Agreement.NONE));
        assertThat(choosing.judge(101, ANSWER.with("Sec-WebSocket-Protocol", "superchat")))
                .isEqualTo(new ClientHandshake.Accepted("superchat", Agreement.NONE));
    }

    @Test
    void compressionIsOfferedAndItsAnswerJudged() {
        ClientHandshake compressing = new ClientHandshake(NONCE, List.of(), Optional.of(Compression.DEFAULT));
        assertThat(compressing.request().all("Sec-WebSocket-Extensions"))
                .containsExactly("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " client_max_window_bits");
        Headers agreed = ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover");
        assertThat(compressing.judge(101, ANSWER)).isInstanceOf(ClientHandshake.Accepted.class);
        assertThat(compressing.judge(101, agreed))
                .isInstanceOfSatisfying(
                        ClientHandshake.Accepted.class,
                        accepted -> assertThat(accepted.agreement())
                                .hasToString("permessage-deflate; server_no_context_takeover"));
        assertRefused(
                compressing, ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=7"));
        assertRefused(compressing, ANSWER.with("Sec-WebSocket-Extensions", "x-other"));
        assertRefused(compressing, agreed.with("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertRefused(compressing, agreed.with("Sec-WebSocket-Extensions", ""));
        assertRefused(plain, agreed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 102, 200, 204, 301, 400, 401, 404, 426, 500, 503})
    void statusOtherThan101IsRefused(int status) {
        assertThat(plain.judge(status, ANSWER)).isInstanceOfSatisfying(ClientHandshake.Refused.class, refused -> {
            assertThat(refused.why()).contains(Integer.toString(status));
        });
    }

    // RFC 6455 §4.1: "If the response lacks a |Sec-WebSocket-Accept| header field ... the client MUST _Fail the
    // WebSocket Connection_."
    // RFC 6455 §4.1: "If the response lacks a |Connection| header field ... the client MUST _Fail the WebSocket
    // Connection_."
    // RFC 6455 §4.1: "If the response lacks an |Upgrade| header field ... the client MUST _Fail the WebSocket
    // Connection_."
    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Accept"})
    void headerThatIsNotThereIsRefused(String name) {
        assertRefused(plain, without(name));
    }

    // RFC 6455 §11.3.3: "The |Sec-WebSocket-Accept| header MUST NOT appear more than once in an HTTP response."
    @ParameterizedTest
    @CsvSource({"Upgrade,false", "Connection,true", "Sec-WebSocket-Accept,false"})
    void headerThatIsThereTwiceIsRefusedUnlessItIsAList(String name, boolean accepted) {
        Headers answer = ANSWER.with(name, ANSWER.first(name).orElseThrow());
        assertThat(plain.judge(101, answer) instanceof ClientHandshake.Accepted).isEqualTo(accepted);
    }

    // RFC 6455 §9.1: "If a value is received ... that does not conform to the ABNF below, the recipient of such
    // malformed data MUST immediately _Fail the WebSocket Connection_."
    // RFC 6455 §4.1: "an extension that was not present in the client's handshake ... the client MUST _Fail the
    // WebSocket Connection_."
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | WebSocket | true",
                "upgrade | WEBSOCKET | true",
                "Upgrade | h2c | false",
                "Upgrade | 'websocket, h2c' | false",
                "Upgrade | '' | false",
                "Connection | upgrade | true",
                "CONNECTION | 'keep-alive, UPGRADE' | true",
                "Connection | keep-alive | false",
                "Connection | '' | false",
                "Sec-WebSocket-Accept | s3pPLMBiTxaQ9kYGzzhZRbK+xOo | false",
                "Sec-WebSocket-Accept | S3PPLMBITXAQ9KYGZZHZRBK+XOO= | false",
                "Sec-WebSocket-Accept | dGhlIHNhbXBsZSBub25jZQ== | false",
                "Sec-WebSocket-Accept | '' | false",
                "Sec-WebSocket-Extensions | permessage-deflate | false",
                "Sec-WebSocket-Extensions | 'x; \"' | false",
                "Sec-WebSocket-Protocol | chat | false",
                "Sec-WebSocket-Protocol | '' | false"
            })
    void headerOfThisValueIsAcceptedOrRefused(String name, String value, boolean accepted) {
        ClientHandshake.Verdict verdict = plain.judge(101, without(name).with(name, value));
        assertThat(verdict instanceof ClientHandshake.Accepted)
                .as("%s", verdict)
                .isEqualTo(accepted);
    }

    // RFC 6455 §4.1: "a subprotocol that was not present in the client's handshake ... the client MUST _Fail the
    // WebSocket Connection_."
    @ParameterizedTest
    @ValueSource(strings = {"Chat", "other", "chat, superchat", "chat,", "\"chat\"", ""})
    void subprotocolThatWasNotOfferedIsRefused(String chosen) {
        assertRefused(choosing, ANSWER.with("Sec-WebSocket-Protocol", chosen));
    }

    // RFC 6455 §11.3.4: "the |Sec-WebSocket-Protocol| header field MUST NOT appear more than once in an HTTP response."
    @Test
    void twoSubprotocolsOrNoneOfThoseOfferedAreRefused() {
        assertRefused(choosing, ANSWER);
        assertRefused(
                choosing, ANSWER.with("Sec-WebSocket-Protocol", "chat").with("Sec-WebSocket-Protocol", "superchat"));
        assertRefused(choosing, ANSWER.with("Sec-WebSocket-Protocol", "chat").with("Sec-WebSocket-Protocol", "chat"));
    }

    @Test
    void answerToTheOfferOfCompressionIsAccepted() {
        ClientHandshake compressing =
                new ClientHandshake(NONCE, List.of(), Optional.of(Compression.DEFAULT.withContextTakeover(true)));
        assertThat(compressing.request().all("Sec-WebSocket-Extensions"))
                .containsExactly("permessage-deflate; client_max_window_bits");
        Headers answer = ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=9");
        assertThat(compressing.judge(101, answer))
                .isInstanceOfSatisfying(
                        ClientHandshake.Accepted.class,
                        accepted -> assertThat(accepted.agreement().deflate())
                                .contains(new Deflate(true, true, 15, 9, 1024, 1)));
        assertRefused(plain, answer);
        assertRefused(compressing, ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; unknown"));
        assertRefused(compressing, ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate;"));
    }

    // RFC 6455 §4.1: the value "MUST be a nonce consisting of a randomly selected 16-byte value that has been
    // base64-encoded".
    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 32})
    void nonceIsOf16Bytes(int size) {
        assertThatThrownBy(() -> new ClientHandshake(new byte[size], List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serverAcceptsEveryRequestOfAClientAndTheClientItsAnswer() {
        for (int seed = 0; seed < 100; seed++) {
            byte[] nonce = new byte[16];
            new Random(seed).nextBytes(nonce);
            ClientHandshake client = new ClientHandshake(nonce, List.of("a", "b"), Optional.empty());
            Headers request = Headers.of("Host", "h").with(client.request());
            ServerHandshake.Accepted answer = (ServerHandshake.Accepted)
                    ServerHandshake.judge("GET", "HTTP/1.1", request, Optional.empty(), offered -> offered.get(1));
            assertThat(client.judge(101, answer.headers()))
                    .isEqualTo(new ClientHandshake.Accepted("b", Agreement.NONE));
            assertRefused(new ClientHandshake(NONCE, List.of("a", "b"), Optional.empty()), answer.headers());
        }
    }

    // RFC 7692 §5: "To offer use of a PMCE, a client MUST include the extension name of the PMCE in the
    // 'Sec-WebSocket-Extensions' header field of its opening handshake of the WebSocket connection."
    // RFC 7692 §5: "To accept the use of an offered PMCE, a server MUST include the extension name of the PMCE in the
    // 'Sec-WebSocket-Extensions' header field of its opening handshake of the WebSocket connection."
    // RFC 6455 §11.3.2: "the |Sec-WebSocket-Extensions| header field MUST NOT appear more than once in an HTTP
    // response."
    @Test
    void compressionIsOfferedInTheRequestAndAcceptedInTheAnswer() {
        ClientHandshake client = new ClientHandshake(NONCE, List.of(), Optional.of(Compression.DEFAULT));
        Headers request = Headers.of("Host", "h").with(client.request());
        assertThat(request.all("Sec-WebSocket-Extensions"))
                .singleElement()
                .asString()
                .startsWith("permessage-deflate;");
        Headers answer = answerOfServer(request, Optional.of(Compression.DEFAULT));
        assertThat(answer.all("Sec-WebSocket-Extensions"))
                .singleElement()
                .asString()
                .startsWith("permessage-deflate;");
        ClientHandshake.Accepted accepted = (ClientHandshake.Accepted) client.judge(101, answer);
        assertThat(accepted.agreement().deflate()).isPresent();
    }

    @Test
    void compressionThatIsDeclinedIsNotUsed() {
        ClientHandshake client = new ClientHandshake(NONCE, List.of(), Optional.of(Compression.DEFAULT));
        Headers answer = answerOfServer(Headers.of("Host", "h").with(client.request()), Optional.empty());
        assertThat(answer.contains("Sec-WebSocket-Extensions")).isFalse();
        assertThat(client.judge(101, answer)).isEqualTo(new ClientHandshake.Accepted("", Agreement.NONE));
    }

    // RFC 7692 §5: "If a server gives an invalid response, such as accepting a PMCE that the client did not offer, the
    // client MUST _Fail the WebSocket Connection_."
    @Test
    void compressionThatWasNotOfferedIsRefused() {
        ClientHandshake offering = new ClientHandshake(NONCE, List.of(), Optional.of(Compression.DEFAULT));
        Headers bzip2 = ANSWER.with("Sec-WebSocket-Extensions", "permessage-bzip2");
        Headers deflate = ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover");
        assertRefused(offering, bzip2);
        assertRefused(plain, deflate);
        assertThat(offering.judge(101, deflate)).isInstanceOf(ClientHandshake.Accepted.class);
    }

    @Test
    void nameOfASubprotocolIsAToken() {
        assertThat(ClientHandshake.isProtocolName("chat.v2+json!")).isTrue();
        for (String name : List.of("", " ", "a b", "a,b", "a\r\nb", "\"a\"", "ä", "a/b", "(a)", "a\0")) {
            assertThat(ClientHandshake.isProtocolName(name)).as(name).isFalse();
        }
    }

    private static Headers without(String name) {
        List<Headers.Field> fields = new ArrayList<>();
        ANSWER.forEach(fields::add);
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        return Headers.of(fields);
    }

    private static Headers answerOfServer(Headers request, Optional<Compression> compression) {
        return ((ServerHandshake.Accepted)
                        ServerHandshake.judge("GET", "HTTP/1.1", request, compression, offered -> ""))
                .headers();
    }

    private static void assertRefused(ClientHandshake client, Headers answer) {
        assertThat(client.judge(101, answer)).isInstanceOf(ClientHandshake.Refused.class);
    }
}
