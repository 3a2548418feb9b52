package dev.parley.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which answer an offer of permessage-deflate allows: RFC 7692 §7.1 read a second time, naively. Stateless. */
final class OfferRule {
    private static final Set<String> BITS = Set.of("8", "9", "10", "11", "12", "13", "14", "15");

    private OfferRule() {}

    static boolean isAnswerToOneOf(List<Extension> offers, Extension answer) {
        return isAnswer(answer) && offers.stream().anyMatch(offer -> isOffer(offer) && allows(offer, answer));
    }

    static boolean isOffer(Extension offer) {
        return isSound(offer)
                && value(offer, "server_max_window_bits").map(BITS::contains).orElse(true)
                && value(offer, "client_max_window_bits")
                        .map(bits -> bits.isEmpty() || BITS.contains(bits))
                        .orElse(true);
    }

    private static boolean isAnswer(Extension answer) {
        return isSound(answer)
                && value(answer, "server_max_window_bits").map(BITS::contains).orElse(true)
                && value(answer, "client_max_window_bits").map(BITS::contains).orElse(true);
    }

    private static boolean isSound(Extension extension) {
        Set<String> names = new HashSet<>();
        for (Extension.Parameter parameter : extension.parameters()) {
            boolean known =
                    switch (parameter.name()) {
                        case "server_no_context_takeover", "client_no_context_takeover" ->
                            parameter.value().isEmpty();
                        case "server_max_window_bits", "client_max_window_bits" -> true;
                        default -> false;
                    };
            if (!known || !names.add(parameter.name())) {
                return false;
            }
        }
        return extension.name().equals("permessage-deflate");
    }

    private static boolean allows(Extension offer, Extension answer) {
        boolean keepsAlone = value(offer, "server_no_context_takeover").isEmpty()
                || value(answer, "server_no_context_takeover").isPresent();
        Optional<String> asked = value(offer, "server_max_window_bits");
        boolean keepsWindow = asked.isEmpty()
                || value(answer, "server_max_window_bits")
                        .map(bits -> Integer.parseInt(bits) <= Integer.parseInt(asked.get()))
                        .orElse(false);
        boolean asksWhatMayBeAsked = value(answer, "client_max_window_bits").isEmpty()
                || value(offer, "client_max_window_bits").isPresent();
        return keepsAlone && keepsWindow && asksWhatMayBeAsked;
    }

    private static Optional<String> value(Extension extension, String name) {
        return extension.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Extension.Parameter::value)
                .findFirst();
    }
}
