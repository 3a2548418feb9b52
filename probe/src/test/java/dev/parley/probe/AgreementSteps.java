package dev.parley.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a server makes of an offer of permessage-deflate (RFC 7692 §7.1), in steps that a broken one takes differently. */
class AgreementSteps {
    static final String SERVER_BITS = "server_max_window_bits";
    static final String CLIENT_BITS = "client_max_window_bits";
    static final String SERVER_FORGETS = "server_no_context_takeover";
    static final String CLIENT_FORGETS = "client_no_context_takeover";

    /**
     * An offer that was accepted.
     *
     * @param answer the value of Sec-WebSocket-Extensions
     */
    record Agreement(String answer, CompressionTerms terms) {}

    /** The first offer that can be accepted. */
    final Optional<Agreement> agree(List<ExtensionText> offers) {
        return offers.stream()
                .filter(offer -> offer.name().equals("permessage-deflate") && isAcceptable(offer.parameters()))
                .findFirst()
                .map(offer -> agreement(offer.parameters()));
    }

    private boolean isAcceptable(List<ExtensionText.Parameter> parameters) {
        Set<String> seen = new HashSet<>();
        for (ExtensionText.Parameter parameter : parameters) {
            if (!seen.add(parameter.name()) && !takesRepeated()) {
                return false;
            }
            boolean fits =
                    switch (parameter.name()) {
                        case SERVER_BITS -> takesBits(parameter.value());
                        case CLIENT_BITS -> parameter.value().isEmpty() || takesBits(parameter.value());
                        case SERVER_FORGETS, CLIENT_FORGETS -> takesFlagValue(parameter.value());
                        default -> takesUnknown();
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    boolean takesRepeated() {
        return false;
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

    private Agreement agreement(List<ExtensionText.Parameter> parameters) {
        List<String> answer = new ArrayList<>(List.of("permessage-deflate"));
        int bits = 15;
        int peerBits = 15;
        boolean forgets = false;
        boolean peerForgets = false;
        for (ExtensionText.Parameter parameter : parameters) {
            switch (parameter.name()) {
                case SERVER_BITS -> {
                    bits = number(parameter.value());
                    answer.addAll(answerServerBits(bits));
                }
                case CLIENT_BITS -> {
                    peerBits = number(parameter.value());
                    answer.addAll(answerClientBits(parameter.value()));
                }
                case SERVER_FORGETS -> {
                    forgets = true;
                    answer.addAll(answerServerForgets());
                }
                case CLIENT_FORGETS -> {
                    peerForgets = true;
                    answer.add(CLIENT_FORGETS);
                }
                default -> answer.add(parameter.name());
            }
        }
        answer.addAll(addedAnswer());
        return new Agreement(String.join("; ", answer), new CompressionTerms(bits, peerBits, !forgets, !peerForgets));
    }

    private static int number(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : 15;
    }

    List<String> answerServerBits(int bits) {
        return List.of(SERVER_BITS + "=" + bits);
    }

    /** A client that says a number has limits of its own; to repeat it costs nothing. */
    List<String> answerClientBits(String value) {
        return value.isEmpty() ? List.of() : List.of(CLIENT_BITS + "=" + value);
    }

    List<String> answerServerForgets() {
        return List.of(SERVER_FORGETS);
    }

    /** What it says without having been asked. */
    List<String> addedAnswer() {
        return List.of();
    }
}
