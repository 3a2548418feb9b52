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

    /**
     * What a client offers, most wanted first.
     *
     * <p>RFC 7692 §5: "In a PMCE negotiation offer, the client MUST inform the server of its LZ77 window size". That it can
     * read every window is what an offer says without a word.
     */
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

    /**
     * What a server answers to a client's offers: one of them, or nothing.
     *
     * <p>RFC 6455 §4.2.2: "If the server supports multiple extensions, then the value MUST be derived from the client's
     * handshake" and "Extensions not listed by the client MUST NOT be listed."
     *
     * <p>RFC 6455 §9: "A server MUST NOT respond with any extension not requested by the client."
     *
     * <p>RFC 7692 §5: "A server MUST NOT accept a PMCE extension negotiation offer together with another extension if the
     * PMCE will conflict with the extension on their use of the RSV1 bit" and "A server MUST NOT accept a PMCE extension
     * negotiation offer together with another extension if the PMCE will be applied to the output of the extension".
     */
    static Agreement answer(List<Extension> offers, Compression wanted) {
        for (Extension offer : offers) {
            if (!offer.name().equals(DeflateParameters.NAME)) {
                continue;
            }
            // RFC 7692 §7: "A server MUST decline an extension negotiation offer for this extension if any of the
            // following conditions are met": a parameter that is unknown, invalid or there twice.
            Optional<DeflateParameters> asked = DeflateParameters.of(offer);
            if (asked.isPresent()) {
                // RFC 7692 §5: "The element MUST represent a PMCE that is fully supported by the server."
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
        // RFC 7692 §7.1.2.1: accepted "by including the 'server_max_window_bits' extension parameter in the extension
        // negotiation response to send back to the client with the same or smaller value as the offer."
        return Math.min(asked, wanted);
    }

    private static int clientBits(int asked, int wanted) {
        return switch (asked) {
            // RFC 7692 §7.1.2.2: "If a received extension negotiation offer doesn't have the 'client_max_window_bits'
            // extension parameter, the corresponding extension negotiation response to the offer MUST NOT include the
            // 'client_max_window_bits' extension parameter."
            case DeflateParameters.ABSENT -> DeflateParameters.ABSENT;
            case DeflateParameters.WITHOUT_VALUE ->
                wanted == DeflateParameters.MAX_WINDOW_BITS ? DeflateParameters.ABSENT : wanted;
            default -> Math.min(asked, wanted);
        };
    }

    /**
     * What a client makes of the server's answer; nothing if it is not one to these offers.
     *
     * <p>RFC 7692 §7: "A client MUST _Fail the WebSocket Connection_ if the peer server accepted an extension negotiation
     * offer for this extension with an extension negotiation response meeting any of the following conditions".
     */
    static Optional<Agreement> judge(List<Extension> answers, Compression wanted) {
        if (answers.isEmpty()) {
            return Optional.of(Agreement.NONE);
        }
        // RFC 7692 §5: "A client that received a response accepting a PMCE extension negotiation offer together with
        // such an extension MUST _Fail the WebSocket Connection_" and "A client that receives a response accepting a
        // PMCE extension negotiation offer together with such an extension MUST _Fail the WebSocket Connection_."
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
                // RFC 7692 §7.2.2: "the server MUST decompress each new message using the LZ77 sliding window used to
                // process the last compressed message if the 'agreed parameters' don't contain the
                // 'client_no_context_takeover' extension parameter": what was offered does not matter.
                !agreed.clientNoContextTakeover(),
                peerBits(agreed.clientMaxWindowBits()),
                bits(agreed.serverMaxWindowBits(), wanted),
                wanted.thresholdBytes(),
                wanted.level());
    }

    private static Deflate clientSide(DeflateParameters agreed, Compression wanted) {
        return new Deflate(
                // RFC 7692 §7.1.1.2: "A client MUST support the 'client_no_context_takeover' extension parameter in an
                // extension negotiation response."
                // The offer said it: whatever the server answers, this client does without.
                !agreed.clientNoContextTakeover() && wanted.contextTakeover(),
                !agreed.serverNoContextTakeover(),
                peerBits(agreed.serverMaxWindowBits()),
                // RFC 7692 §7.2.2: "the client MUST use an LZ77 sliding window of a size that conforms the 'agreed
                // parameters' to compress messages to send."
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
