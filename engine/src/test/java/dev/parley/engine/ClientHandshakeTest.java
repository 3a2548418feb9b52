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

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Accept"})
    void headerThatIsNotThereIsRefused(String name) {
        assertRefused(plain, without(name));
    }

    @ParameterizedTest
    @CsvSource({"Upgrade,false", "Connection,true", "Sec-WebSocket-Accept,false"})
    void headerThatIsThereTwiceIsRefusedUnlessItIsAList(String name, boolean accepted) {
        Headers answer = ANSWER.with(name, ANSWER.first(name).orElseThrow());
        assertThat(plain.judge(101, answer) instanceof ClientHandshake.Accepted).isEqualTo(accepted);
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"Chat", "other", "chat, superchat", "chat,", "\"chat\"", ""})
    void subprotocolThatWasNotOfferedIsRefused(String chosen) {
        assertRefused(choosing, ANSWER.with("Sec-WebSocket-Protocol", chosen));
    }

    @Test
    void twoSubprotocolsOrNoneOfThoseOfferedAreRefused() {
        assertRefused(choosing, ANSWER);
        assertRefused(
                choosing, ANSWER.with("Sec-WebSocket-Protocol", "chat").with("Sec-WebSocket-Protocol", "superchat"));
        assertRefused(choosing, ANSWER.with("Sec-WebSocket-Protocol", "chat").with("Sec-WebSocket-Protocol", "chat"));
    }

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

    private static void assertRefused(ClientHandshake client, Headers answer) {
        assertThat(client.judge(101, answer)).isInstanceOf(ClientHandshake.Refused.class);
    }
}
