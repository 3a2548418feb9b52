package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered, answered and accepted of permessage-deflate (RFC 7692 §7.1), as it stands in the header. */
final class DeflateNegotiationTest {
    private static final Compression ALONE = Compression.DEFAULT;
    private static final Compression WITH_CONTEXT = ALONE.withContextTakeover(true);

    // ---- the server's answer ----

    // RFC 6455 §4.2.2: "If the server supports multiple extensions, then the value MUST be derived from the client's
    // handshake" and "Extensions not listed by the client MUST NOT be listed."
    // RFC 6455 §9: "A server MUST NOT respond with any extension not requested by the client", and "those parameters
    // MUST be chosen in accordance with the specification of the extension".
    // RFC 6455 §9.1: "Any extension-token used MUST be a registered token" and "The parameters supplied with any given
    // extension MUST be defined for that extension."
    // RFC 7692 §5: "The element MUST represent a PMCE that is fully supported by the server."
    // RFC 7692 §5: "A server MUST NOT accept a PMCE extension negotiation offer together with another extension if the
    // PMCE will conflict with the extension on their use of the RSV1 bit" and "A server MUST NOT accept a PMCE
    // extension negotiation offer together with another extension if the PMCE will be applied to the output of the
    // extension".
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate",
                "permessage-deflate; client_max_window_bits | permessage-deflate",
                "permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover | permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=8 | permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=15 | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"10\" | permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=9 | permessage-deflate; client_max_window_bits=9",
                "permessage-deflate; client_max_window_bits=15 | permessage-deflate; client_max_window_bits=15",
                "x-webkit-deflate-frame, permessage-deflate | permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate | permessage-deflate",
                "permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=9"
                        + " | permessage-deflate; server_max_window_bits=9",
                "permessage-deflate; server_no_context_takeover, permessage-deflate"
                        + " | permessage-deflate; server_no_context_takeover"
            })
    void firstOfferThatCanBeKeptIsAnswered(String offers, String answer) {
        assertThat(answer(offers, WITH_CONTEXT)).hasToString(answer);
    }

    // RFC 7692 §7: "A server MUST decline an extension negotiation offer for this extension if any of the following
    // conditions are met".
    // RFC 7692 §7.1.2.1: "This parameter has a decimal integer value without leading zeroes between 8 to 15, inclusive,
    // indicating the base-2 logarithm of the LZ77 sliding window size, and MUST conform to the ABNF below."
    // RFC 7692 §7.1.2.2: "If a value is specified for this parameter, the value MUST conform to the ABNF below."
    // RFC 7692 §5: "A server declining all offered PMCEs MUST NOT include any element with PMCE names."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; unknown",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=9; client_max_window_bits=9",
                "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=+9",
                "permessage-deflate; server_max_window_bits=0x9",
                "permessage-deflate; server_max_window_bits=99999999999",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=x",
                "Permessage-Deflate",
                "permessage-deflate-2",
                "permessage-bzip2",
                "constructor"
            })
    void offerThatCannotBeUnderstoodIsDeclined(String offer) {
        assertThat(answer(offer, WITH_CONTEXT).extensions()).isEmpty();
        assertThat(answer(offer, ALONE).deflate()).isEmpty();
    }

    @Test
    void withoutContextTakeoverTheAnswerSaysSoForBothSides() {
        assertThat(answer("permessage-deflate; client_max_window_bits", ALONE))
                .hasToString("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    // RFC 7692 §7.1.2.2: "If a received extension negotiation offer doesn't have the 'client_max_window_bits' extension
    // parameter, the corresponding extension negotiation response to the offer MUST NOT include the
    // 'client_max_window_bits' extension parameter."
    @Test
    void smallerWindowIsAskedOfAClientThatLetsItselfBeAsked() {
        Compression small = WITH_CONTEXT.withMaxWindowBits(10);
        assertThat(answer("permessage-deflate", small)).hasToString("permessage-deflate; server_max_window_bits=10");
        assertThat(answer("permessage-deflate; client_max_window_bits", small))
                .hasToString("permessage-deflate; server_max_window_bits=10; client_max_window_bits=10");
        assertThat(answer("permessage-deflate; client_max_window_bits=9; server_max_window_bits=12", small))
                .hasToString("permessage-deflate; server_max_window_bits=10; client_max_window_bits=9");
    }

    // RFC 7692 §7.2.2: "the server MUST decompress each new message using the LZ77 sliding window used to process the
    // last compressed message if the 'agreed parameters' don't contain the 'client_no_context_takeover' extension
    // parameter."
    @Test
    void serverKeepsWhatItAnswered() {
        assertThat(answer("permessage-deflate; server_max_window_bits=9", WITH_CONTEXT)
                        .deflate())
                .contains(new Deflate(true, true, 15, 9, 1024, 1));
        assertThat(answer("permessage-deflate; server_no_context_takeover", WITH_CONTEXT)
                        .deflate())
                .contains(new Deflate(false, true, 15, 15, 1024, 1));
        assertThat(answer("permessage-deflate; client_no_context_takeover", WITH_CONTEXT)
                        .deflate())
                .contains(new Deflate(true, false, 15, 15, 1024, 1));
        assertThat(answer("permessage-deflate", ALONE.withLevel(9).withThresholdBytes(7))
                        .deflate())
                .contains(new Deflate(false, false, 15, 15, 7, 9));
    }

    // ---- the client's offers, and what it accepts ----

    // RFC 7692 §5: "In a PMCE negotiation offer, the client MUST inform the server of its LZ77 window size".
    @Test
    void clientOffersWhatItWantsAndThenWhatItCanBear() {
        assertThat(offers(ALONE))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " client_max_window_bits");
        assertThat(offers(WITH_CONTEXT)).isEqualTo("permessage-deflate; client_max_window_bits");
        assertThat(offers(WITH_CONTEXT.withMaxWindowBits(9)))
                .isEqualTo("permessage-deflate; server_max_window_bits=9; client_max_window_bits=9,"
                        + " permessage-deflate; client_max_window_bits=9");
    }

    @Test
    void noAnswerIsNoCompression() {
        assertThat(judge("", ALONE)).contains(Agreement.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=15; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=\"10\""
            })
    void answerToAnOfferIsAccepted(String answer) {
        assertThat(judge(answer, WITH_CONTEXT)).isPresent();
    }

    // RFC 7692 §7: "A client MUST _Fail the WebSocket Connection_ if the peer server accepted an extension negotiation
    // offer for this extension with an extension negotiation response meeting any of the following conditions".
    // RFC 7692 §7.1.2.1: "The 'server_max_window_bits' extension parameter in an extension negotiation response has a
    // decimal integer value without leading zeroes between 8 to 15, inclusive, indicating the base-2 logarithm of the
    // LZ77 sliding window size, and MUST conform to the ABNF below."
    // RFC 7692 §7.1.2.2: "The 'client_max_window_bits' extension parameter in an extension negotiation response has a
    // decimal integer value without leading zeroes between 8 to 15 inclusive indicating the base-2 logarithm of the
    // LZ77 sliding window size and MUST conform to the ABNF below."
    // RFC 7692 §5: "A client that received a response accepting a PMCE extension negotiation offer together with such
    // an extension MUST _Fail the WebSocket Connection_" and "A client that receives a response accepting a PMCE
    // extension negotiation offer together with such an extension MUST _Fail the WebSocket Connection_."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; unknown",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=010",
                "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate, x-another",
                "x-another"
            })
    void answerToNoOfferIsRefused(String answer) {
        assertThat(judge(answer, WITH_CONTEXT)).isEmpty();
    }

    @Test
    void serverThatIgnoresWhatWasAskedOfItIsRefused() {
        assertThat(judge("permessage-deflate; client_no_context_takeover", ALONE))
                .isEmpty();
        assertThat(judge("permessage-deflate; server_no_context_takeover", ALONE))
                .isPresent();
        // A window was asked for first, and then done without: both are answers to an offer.
        Compression small = WITH_CONTEXT.withMaxWindowBits(10);
        assertThat(judge("permessage-deflate; server_max_window_bits=10", small))
                .isPresent();
        assertThat(judge("permessage-deflate", small)).isPresent();
    }

    // RFC 7692 §7.1.1.2: "A client MUST support the 'client_no_context_takeover' extension parameter in an extension
    // negotiation response."
    // RFC 7692 §7.2.2: "the client MUST use an LZ77 sliding window of a size that conforms the 'agreed parameters' to
    // compress messages to send."
    @Test
    void clientKeepsToItsOwnHintAndToTheAnswer() {
        assertThat(deflate("permessage-deflate; server_no_context_takeover", ALONE))
                .isEqualTo(new Deflate(false, false, 15, 15, 1024, 1));
        assertThat(deflate("permessage-deflate", WITH_CONTEXT)).isEqualTo(new Deflate(true, true, 15, 15, 1024, 1));
        assertThat(deflate("permessage-deflate; client_max_window_bits=8", WITH_CONTEXT))
                .isEqualTo(new Deflate(true, true, 15, 8, 1024, 1));
        assertThat(deflate("permessage-deflate; client_no_context_takeover", WITH_CONTEXT))
                .isEqualTo(new Deflate(false, true, 15, 15, 1024, 1));
        assertThat(deflate("permessage-deflate; client_max_window_bits=12", WITH_CONTEXT.withMaxWindowBits(9)))
                .isEqualTo(new Deflate(true, true, 15, 9, 1024, 1));
        assertThat(deflate("permessage-deflate", WITH_CONTEXT.withMaxWindowBits(9)))
                .isEqualTo(new Deflate(true, true, 15, 9, 1024, 1));
    }

    // ---- both ----

    /** Whatever two of ours want, they agree, and each bears what the other does. */
    @Property(tries = 500)
    void twoEndpointsOfOursAlwaysAgree(
            @ForAll boolean clientContext,
            @ForAll boolean serverContext,
            @ForAll @IntRange(min = 8, max = 15) int clientBits,
            @ForAll @IntRange(min = 8, max = 15) int serverBits) {
        Compression client = new Compression(clientContext, clientBits, 0, 1);
        Compression server = new Compression(serverContext, serverBits, 0, 1);
        Agreement answered = answer(offers(client), server);
        Agreement accepted = judge(answered.toString(), client).orElseThrow();
        Deflate there = answered.deflate().orElseThrow();
        Deflate here = accepted.deflate().orElseThrow();
        assertThat(there.receivesWithContext() || !here.sendsWithContext()).isTrue();
        assertThat(here.receivesWithContext() || !there.sendsWithContext()).isTrue();
        assertThat(there.windowBits()).isLessThanOrEqualTo(Math.min(clientBits, serverBits));
        assertThat(here.windowBits()).isLessThanOrEqualTo(Math.min(clientBits, serverBits));
    }

    private static Agreement answer(String offers, Compression wanted) {
        return DeflateNegotiation.answer(extensions(offers), wanted);
    }

    private static String offers(Compression wanted) {
        return new Agreement(DeflateNegotiation.offers(wanted), Optional.empty()).toString();
    }

    private static Optional<Agreement> judge(String answer, Compression wanted) {
        return DeflateNegotiation.judge(answer.isEmpty() ? List.of() : extensions(answer), wanted);
    }

    private static Deflate deflate(String answer, Compression wanted) {
        return judge(answer, wanted).orElseThrow().deflate().orElseThrow();
    }

    private static List<Extension> extensions(String line) {
        return HeaderGrammar.extensions(List.of(line)).orElseThrow();
    }
}
