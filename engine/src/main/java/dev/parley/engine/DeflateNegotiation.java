package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How two endpoints agree on permessage-deflate (RFC 7692 §5, §7.1): a client offers, a server takes the first offer that it
 * can keep, the client checks that the answer is one to an offer of its own. Stateless.
 */
final class DeflateNegotiation {
    private DeflateNegotiation() {}

    /** What a client offers, most wanted first. */
    static List<Extension> offers(Compression wanted) {
        List<Extension> offers = new ArrayList<>();
        if (wanted.maxWindowBits() < DeflateParameters.MAX_WINDOW_BITS) {
            offers.add(offer(wanted, wanted.maxWindowBits()).extension());
        }
        // Last of all, one that a server which knows no smaller window can take.
        offers.add(offer(wanted, DeflateParameters.ABSENT).extension());
        return offers;
    }

    private static DeflateParameters offer(Compression wanted, int serverMaxWindowBits) {
        boolean alone = !wanted.contextTakeover();
        int own = wanted.maxWindowBits();
        return new DeflateParameters(
                alone,
                alone,
                serverMaxWindowBits,
                own == DeflateParameters.MAX_WINDOW_BITS ? DeflateParameters.WITHOUT_VALUE : own);
    }

    /** What a server answers to a client's offers. */
    static Agreement answer(List<Extension> offers, Compression wanted) {
        for (Extension offer : offers) {
            if (!offer.name().equals(DeflateParameters.NAME)) {
                continue;
            }
            // RFC 7692 §7.1: "A server MUST decline an extension negotiation offer for this extension if any of the
            // following conditions are met:" a parameter that is unknown, invalid or there twice.
            Optional<DeflateParameters> asked = DeflateParameters.of(offer);
            if (asked.isPresent()) {
                DeflateParameters answer = answer(asked.get(), wanted);
                return new Agreement(List.of(answer.extension()), Optional.of(serverSide(answer, wanted)));
            }
        }
        return Agreement.NONE;
    }

    private static DeflateParameters answer(DeflateParameters asked, Compression wanted) {
        boolean alone = !wanted.contextTakeover();
        return new DeflateParameters(
                asked.serverNoContextTakeover() || alone,
                asked.clientNoContextTakeover() || alone,
                serverBits(asked.serverMaxWindowBits(), wanted.maxWindowBits()),
                clientBits(asked.clientMaxWindowBits(), wanted.maxWindowBits()));
    }

    private static int serverBits(int asked, int wanted) {
        if (asked == DeflateParameters.ABSENT) {
            return wanted == DeflateParameters.MAX_WINDOW_BITS ? DeflateParameters.ABSENT : wanted;
        }
        // RFC 7692 §7.1.2.1: accepted "by including the "server_max_window_bits" extension parameter in the extension
        // negotiation response to send back to the client with the same or smaller value as the offer."
        return Math.min(asked, wanted);
    }

    private static int clientBits(int asked, int wanted) {
        return switch (asked) {
            // RFC 7692 §7.1.2.2: otherwise "the server MUST NOT include the "client_max_window_bits" extension
            // parameter"
            case DeflateParameters.ABSENT -> DeflateParameters.ABSENT;
            case DeflateParameters.WITHOUT_VALUE ->
                wanted == DeflateParameters.MAX_WINDOW_BITS ? DeflateParameters.ABSENT : wanted;
            default -> Math.min(asked, wanted);
        };
    }

    /** What a client makes of the server's answer; nothing if it is not one to these offers. */
    static Optional<Agreement> judge(List<Extension> answers, Compression wanted) {
        if (answers.isEmpty()) {
            return Optional.of(Agreement.NONE);
        }
        if (answers.size() != 1 || !answers.get(0).name().equals(DeflateParameters.NAME)) {
            return Optional.empty();
        }
        return DeflateParameters.of(answers.get(0))
                .filter(answer -> offers(wanted).stream()
                        .flatMap(offer -> DeflateParameters.of(offer).stream())
                        .anyMatch(offer -> fits(answer, offer)))
                .map(answer -> new Agreement(answers, Optional.of(clientSide(answer, wanted))));
    }

    private static boolean fits(DeflateParameters answer, DeflateParameters offer) {
        boolean contextKept = offer.serverNoContextTakeover() && !answer.serverNoContextTakeover();
        boolean windowIgnored = offer.serverMaxWindowBits() != DeflateParameters.ABSENT
                && (answer.serverMaxWindowBits() == DeflateParameters.ABSENT
                        || answer.serverMaxWindowBits() > offer.serverMaxWindowBits());
        boolean windowUnknown = answer.clientMaxWindowBits() == DeflateParameters.WITHOUT_VALUE
                || answer.clientMaxWindowBits() != DeflateParameters.ABSENT
                        && offer.clientMaxWindowBits() == DeflateParameters.ABSENT;
        return !contextKept && !windowIgnored && !windowUnknown;
    }

    private static Deflate serverSide(DeflateParameters agreed, Compression wanted) {
        return new Deflate(
                !agreed.serverNoContextTakeover(),
                !agreed.clientNoContextTakeover(),
                peerBits(agreed.clientMaxWindowBits()),
                bits(agreed.serverMaxWindowBits(), wanted),
                wanted.thresholdBytes(),
                wanted.level());
    }

    private static Deflate clientSide(DeflateParameters agreed, Compression wanted) {
        return new Deflate(
                // The offer said it: whatever the server answers, this client does without.
                !agreed.clientNoContextTakeover() && wanted.contextTakeover(),
                !agreed.serverNoContextTakeover(),
                peerBits(agreed.serverMaxWindowBits()),
                bits(agreed.clientMaxWindowBits(), wanted),
                wanted.thresholdBytes(),
                wanted.level());
    }

    /** A peer that promised nothing may use all there is. */
    private static int peerBits(int agreed) {
        return agreed == DeflateParameters.ABSENT ? DeflateParameters.MAX_WINDOW_BITS : agreed;
    }

    private static int bits(int agreed, Compression wanted) {
        return agreed == DeflateParameters.ABSENT ? wanted.maxWindowBits() : Math.min(agreed, wanted.maxWindowBits());
    }
}
