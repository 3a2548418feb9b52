package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningRulesTest {
    private static final Request REQUEST = Request.to("/echo", "localhost:80", Map.of());

    @Test
    void knowsTheSampleOfTheRfc() {
        assertThat(HandshakeKey.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void aRightAnswerHasNoFaults() {
        assertThat(faults(REQUEST, answer())).isEmpty();
    }

    @Test
    void aWrongAcceptIsAFault() {
        assertThat(faults(REQUEST, answer().with("Sec-WebSocket-Accept", "x"))).hasSize(1);
        assertThat(faults(REQUEST, answer().without("Sec-WebSocket-Accept"))).hasSize(1);
        assertThat(faults(REQUEST, answer().adding("Sec-WebSocket-Accept: x"))).hasSize(1);
    }

    @Test
    void missingFieldsAreFaults() {
        assertThat(faults(REQUEST, answer().without("Upgrade"))).hasSize(1);
        assertThat(faults(REQUEST, answer().without("Connection"))).hasSize(1);
    }

    @Test
    void whatWasNotAskedForIsAFault() {
        assertThat(faults(REQUEST, answer().adding("Sec-WebSocket-Protocol: chat")))
                .hasSize(1);
        assertThat(faults(REQUEST, answer().agreeing("permessage-deflate"))).hasSize(1);
        assertThat(faults(REQUEST.asking("a, chat"), answer().adding("Sec-WebSocket-Protocol: chat")))
                .isEmpty();
        assertThat(faults(REQUEST.offering("permessage-deflate"), answer().agreeing("permessage-deflate")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server_max_window_bits=10, server_max_window_bits=10, true",
        "server_max_window_bits=10, server_max_window_bits=9, true",
        "server_max_window_bits=10, server_max_window_bits=11, false",
        "server_max_window_bits=10, server_no_context_takeover, false",
        "server_no_context_takeover, client_no_context_takeover, false",
        "server_no_context_takeover, server_no_context_takeover, true",
        "client_no_context_takeover, server_max_window_bits=12, true",
        "client_no_context_takeover, client_max_window_bits=12, false",
        "client_max_window_bits, client_max_window_bits=12, true",
        "client_max_window_bits=9, client_max_window_bits=12, true",
    })
    void anAnswerMustFitAnOffer(String offer, String agreement, boolean fits) {
        List<String> faults = faults(
                REQUEST.offering("permessage-deflate; " + offer),
                answer().agreeing("permessage-deflate; " + agreement));
        assertThat(faults.isEmpty()).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits",
                "server_no_context_takeover=1",
                "server_no_context_takeover; server_no_context_takeover",
                "x"
            })
    void aMalformedAgreementIsAFault(String agreement) {
        assertThat(faults(
                        REQUEST.offering("permessage-deflate; client_max_window_bits"),
                        answer().agreeing("permessage-deflate; " + agreement)))
                .isNotEmpty();
    }

    private static Answer answer() {
        return Answer.to(REQUEST.key());
    }

    private static List<String> faults(Request request, Answer answer) {
        return OpeningRules.faults(request, HttpHead.parse(new String(answer.bytes(), StandardCharsets.ISO_8859_1)));
    }
}
