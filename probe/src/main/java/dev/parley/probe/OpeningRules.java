package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that a server's answer 101 must keep (RFC 6455 §4.2.2, §11.3, RFC 7692 §7.1). */
final class OpeningRules {
    private OpeningRules() {}

    /** The rules that the answer breaks, one sentence each. */
    static List<String> faults(Request request, HttpHead answer) {
        List<String> faults = new ArrayList<>(answer.faults());
        if (!answer.startLine().startsWith("HTTP/1.1 101")) {
            faults.add("The status line is " + answer + " (RFC 6455 §4.2.2).");
        }
        if (!answer.tokens("Upgrade").equals(List.of("websocket"))) {
            faults.add("Upgrade is \"" + Quoted.of(String.join(", ", answer.all("Upgrade"))) + "\" (RFC 6455 §4.2.2).");
        }
        if (!answer.tokens("Connection").contains("upgrade")) {
            faults.add("Connection does not have \"Upgrade\" (RFC 6455 §4.2.2).");
        }
        checkAccept(request, answer, faults);
        checkProtocol(request, answer, faults);
        checkExtensions(request, answer, faults);
        if (answer.has("Transfer-Encoding") || answer.has("Content-Length")) {
            // RFC 9110 §8.6, §9.3.6 and RFC 9112 §6.1 forbid both in any 1xx answer.
            faults.add("An answer with status 101 has a body length (RFC 9110 §8.6, RFC 9112 §6.1).");
        }
        return faults;
    }

    private static void checkAccept(Request request, HttpHead answer, List<String> faults) {
        List<String> accepts = answer.all("Sec-WebSocket-Accept");
        String expected = HandshakeKey.accept(request.key());
        if (accepts.size() != 1) {
            faults.add("Sec-WebSocket-Accept stands there " + accepts.size() + " times (RFC 6455 §11.3.3).");
        } else if (!accepts.get(0).equals(expected)) {
            faults.add("Sec-WebSocket-Accept is \"" + Quoted.of(accepts.get(0)) + "\", and should be \"" + expected
                    + "\" (RFC 6455 §4.2.2).");
        }
    }

    private static void checkProtocol(Request request, HttpHead answer, List<String> faults) {
        List<String> chosen = answer.all("Sec-WebSocket-Protocol");
        if (chosen.size() > 1) {
            faults.add("Sec-WebSocket-Protocol stands there twice (RFC 6455 §11.3.4).");
        } else if (chosen.size() == 1 && !request.protocols().contains(chosen.get(0))) {
            faults.add("It chose the subprotocol \"" + Quoted.of(chosen.get(0))
                    + "\", never asked for (RFC 6455 §4.2.2).");
        }
    }

    private static void checkExtensions(Request request, HttpHead answer, List<String> faults) {
        if (answer.all("Sec-WebSocket-Extensions").size() > 1) {
            faults.add("Sec-WebSocket-Extensions stands there more than once (RFC 6455 §11.3.2).");
        }
        List<ExtensionList.Extension> offered = ExtensionList.parse(request.offers());
        List<ExtensionList.Extension> agreed = ExtensionList.parse(answer.all("Sec-WebSocket-Extensions"));
        if (agreed.size() > 1) {
            faults.add("It agreed to " + agreed.size() + " extensions that exclude each other (RFC 7692 §5).");
        }
        for (ExtensionList.Extension extension : agreed) {
            if (offered.stream().noneMatch(offer -> offer.name().equals(extension.name()))) {
                faults.add("It agreed to \"" + Quoted.of(extension.name()) + "\", never offered (RFC 6455 §9.1).");
            } else if (extension.name().equals(DeflateTerms.NAME)) {
                faults.addAll(DeflateTerms.faultsOf(extension));
                matching(offered, extension).ifPresent(faults::add);
            }
        }
    }

    /** Whether there is an offer that the answer agrees to; if none, why. */
    private static Optional<String> matching(List<ExtensionList.Extension> offers, ExtensionList.Extension answer) {
        boolean any = offers.stream().anyMatch(offer -> offer.name().equals(answer.name()) && agrees(offer, answer));
        return any
                ? Optional.empty()
                : Optional.of("Its answer to permessage-deflate agrees to none of the offers (RFC 7692 §7.1).");
    }

    /** Whether an answer fits an offer. */
    static boolean agrees(ExtensionList.Extension offer, ExtensionList.Extension answer) {
        // RFC 7692 §7.1.1.1: a server accepts server_no_context_takeover by including it in its answer.
        if (offer.has(DeflateTerms.SERVER_NO_TAKEOVER) && !answer.has(DeflateTerms.SERVER_NO_TAKEOVER)) {
            return false;
        }
        // RFC 7692 §7.1.2.1: accepted "by including the 'server_max_window_bits' extension parameter in the extension
        // negotiation response to send back to the client with the same or smaller value as the offer."
        if (offer.has(DeflateTerms.SERVER_BITS)
                && (!answer.has(DeflateTerms.SERVER_BITS)
                        || number(answer.value(DeflateTerms.SERVER_BITS))
                                > number(offer.value(DeflateTerms.SERVER_BITS)))) {
            return false;
        }
        // RFC 7692 §7.1.2.2: without it in the offer, the answer "MUST NOT include the 'client_max_window_bits'
        // extension parameter." A value in the offer is a hint, which the answer may exceed.
        return offer.has(DeflateTerms.CLIENT_BITS) || !answer.has(DeflateTerms.CLIENT_BITS);
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }
}
