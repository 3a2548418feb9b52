package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Offers and answers of permessage-deflate: a server's answer is one to the first offer that can be kept, a client takes an
 * answer if and only if it is one to an offer of its own, and both keep what was agreed on. Stateless.
 */
final class NegotiationFuzz implements FuzzTarget {
    static final List<Compression> WANTED = List.of(
            Compression.DEFAULT,
            Compression.DEFAULT.withContextTakeover(true),
            Compression.DEFAULT.withMaxWindowBits(9),
            Compression.DEFAULT.withContextTakeover(true).withMaxWindowBits(10));

    @Override
    public void take(byte[] input) {
        FuzzInput in = new FuzzInput(input);
        Compression wanted = in.pick(WANTED);
        HeaderGrammar.extensions(in.lines()).ifPresent(extensions -> {
            assertAnswerIsToTheFirstOffer(extensions, wanted);
            assertOnlyAnAnswerIsTaken(extensions, wanted);
        });
    }

    private static void assertAnswerIsToTheFirstOffer(List<Extension> offers, Compression wanted) {
        Agreement agreement = DeflateNegotiation.answer(offers, wanted);
        Optional<Extension> first = offers.stream().filter(OfferRule::isOffer).findFirst();
        assertThat(agreement.deflate().isPresent()).isEqualTo(first.isPresent());
        assertThat(agreement.extensions()).hasSize(first.isPresent() ? 1 : 0);
        first.ifPresent(offer -> {
            Extension answer = agreement.extensions().get(0);
            assertThat(OfferRule.isAnswerToOneOf(List.of(offer), answer))
                    .as("%s to %s", answer, offer)
                    .isTrue();
            Deflate kept = agreement.deflate().orElseThrow();
            assertThat(kept.sendsWithContext()).isEqualTo(!has(answer, "server_no_context_takeover"));
            assertThat(kept.receivesWithContext()).isEqualTo(!has(answer, "client_no_context_takeover"));
            assertThat(kept.windowBits()).isLessThanOrEqualTo(bits(answer, "server_max_window_bits"));
        });
    }

    private static void assertOnlyAnAnswerIsTaken(List<Extension> answers, Compression wanted) {
        List<Extension> offers = DeflateNegotiation.offers(wanted);
        Optional<Agreement> agreement = DeflateNegotiation.judge(answers, wanted);
        boolean takes = answers.isEmpty() || answers.size() == 1 && OfferRule.isAnswerToOneOf(offers, answers.get(0));
        assertThat(agreement.isPresent()).as("%s to %s", answers, offers).isEqualTo(takes);
        agreement.flatMap(Agreement::deflate).ifPresent(kept -> {
            Extension answer = answers.get(0);
            assertThat(kept.sendsWithContext() && has(answer, "client_no_context_takeover"))
                    .isFalse();
            assertThat(kept.receivesWithContext()).isEqualTo(!has(answer, "server_no_context_takeover"));
            assertThat(kept.windowBits()).isLessThanOrEqualTo(bits(answer, "client_max_window_bits"));
        });
    }

    private static boolean has(Extension extension, String name) {
        return extension.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    private static int bits(Extension extension, String name) {
        return extension.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .mapToInt(parameter -> Integer.parseInt(parameter.value()))
                .findFirst()
                .orElse(DeflateParameters.MAX_WINDOW_BITS);
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int wanted = 0; wanted < WANTED.size(); wanted++) {
            for (String line : List.of(
                    "permessage-deflate",
                    "permessage-deflate; client_max_window_bits",
                    "permessage-deflate; client_max_window_bits=\"9\"; server_max_window_bits=10",
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                    "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=15",
                    "permessage-deflate; server_max_window_bits=7\npermessage-deflate; client_max_window_bits=08",
                    "permessage-deflate; client_no_context_takeover; client_no_context_takeover, x; a=1",
                    "permessage-deflate; server_max_window_bits",
                    "permessage-deflate; server_no_context_takeover=1, permessage-deflate")) {
                seeds.add(Wire.utf8((char) wanted + line));
            }
        }
        return seeds;
    }
}
