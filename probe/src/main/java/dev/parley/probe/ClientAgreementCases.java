package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client makes of answers to its offer of permessage-deflate (RFC 7692 §5.3, §7.1). */
final class ClientAgreementCases {
    private static final String OPENS =
            "The connection opens, and compressed messages work. Tolerated: it is failed, as"
                    + " the client \"does not support the configuration\".";

    private ClientAgreementCases() {}

    static void add(CaseList list) {
        addGood(list.by("RFC 7692 §7.1"));
        addBad(list.by("RFC 7692 §7.1, §5.3"));
        list.by("RFC 6455 §9.1")
                .addForClient(
                        "answer-refused.never-offered",
                        "An extension that the client did not offer: \"permessage-deflate\", or \"x-never-offered\" if it"
                                + " did offer that.",
                        NotOpened.EXPECTED,
                        peer -> NotOpened.judge(
                                peer,
                                peer.answer()
                                        .agreeing(peer.offer().isPresent() ? "x-never-offered" : DeflateTerms.NAME)));
    }

    private static Finding skipped(ClientPeer peer, String why) throws InterruptedException {
        peer.open().finish();
        return Finding.notApplicable(why);
    }

    private static void addGood(CaseList list) {
        good(list, "plain", "");
        good(list, "server-no-context-takeover", "; server_no_context_takeover");
        good(list, "client-no-context-takeover", "; client_no_context_takeover");
        good(list, "no-context-takeover", "; client_no_context_takeover; server_no_context_takeover");
        for (int bits = 8; bits <= 15; bits++) {
            good(list, "server-max-window-bits." + bits, "; server_max_window_bits=" + bits);
            good(list, "client-max-window-bits." + bits, "; client_max_window_bits=" + bits);
            good(
                    list,
                    "both-max-window-bits." + bits,
                    "; server_max_window_bits=" + bits + "; client_max_window_bits=" + bits);
        }
        good(list, "quoted-server-bits", "; server_max_window_bits=\"12\"");
        good(list, "quoted-client-bits", "; client_max_window_bits=\"12\"");
        good(list, "no-blanks", ";server_no_context_takeover;client_no_context_takeover");
        good(list, "blanks", " ;\tserver_no_context_takeover ; client_no_context_takeover");
        good(
                list,
                "all-parameters",
                "; client_max_window_bits=10; server_max_window_bits=11; client_no_context_takeover;"
                        + " server_no_context_takeover");
    }

    private static void good(CaseList list, String name, String parameters) {
        String agreement = DeflateTerms.NAME + parameters;
        list.addForClient(
                "answer." + name,
                "The answer is \"" + agreement + "\", and whatever else the client demands.",
                OPENS,
                peer -> opened(peer, agreement + demanded(peer.requireOffer(), agreement)));
    }

    private static Finding opened(ClientPeer peer, String agreement) throws InterruptedException {
        ExtensionList.Extension offer = peer.requireOffer();
        ExtensionList.Extension answer = ExtensionList.parse(List.of(agreement)).get(0);
        if (answer.has(DeflateTerms.CLIENT_BITS) && !offer.has(DeflateTerms.CLIENT_BITS)) {
            return skipped(peer, "The client does not offer " + DeflateTerms.CLIENT_BITS + ".");
        }
        if (!OpeningRules.agrees(offer, answer)) {
            return skipped(
                    peer,
                    "The client asks for more: \"" + Quoted.of(peer.request().first("Sec-WebSocket-Extensions"))
                            + "\".");
        }
        peer.wire().write(peer.answer().agreeing(agreement).bytes());
        Conversation conversation = peer.converse(Optional.of(DeflateTerms.of(answer)));
        Frame plain = Frame.text("hello hello ".repeat(20));
        conversation.sendCompressed(Opcodes.TEXT, plain.payload());
        if (conversation.peek(conversation.options().patience()) instanceof Event.End) {
            return Finding.tolerated("It failed the connection.");
        }
        Echo.of(plain).expect(conversation);
        for (int i = 0; i < 2; i++) {
            conversation.sendCompressed(Opcodes.TEXT, plain.payload());
            Echo.of(plain).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("It works.");
    }

    /** What an answer must have beside this, because the offer has it (RFC 7692 §7.1.1.1, §7.1.2.1). */
    private static String demanded(ExtensionList.Extension offer, String agreement) {
        String more = "";
        if (offer.has(DeflateTerms.SERVER_NO_TAKEOVER) && !agreement.contains(DeflateTerms.SERVER_NO_TAKEOVER)) {
            more += "; " + DeflateTerms.SERVER_NO_TAKEOVER;
        }
        if (offer.has(DeflateTerms.SERVER_BITS) && !agreement.contains(DeflateTerms.SERVER_BITS)) {
            more += "; " + DeflateTerms.SERVER_BITS + "=" + offer.value(DeflateTerms.SERVER_BITS);
        }
        return more;
    }

    private static void addBad(CaseList list) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("unknown-parameter", "; x_nobody_knows");
        bad.put("unknown-parameter-with-value", "; x_nobody_knows=1");
        bad.put("unknown-parameter-after-good", "; server_no_context_takeover; x_nobody_knows");
        bad.put("misspelt-parameter", "; server_max_windows_bits=10");
        bad.put("repeated.server-no-context-takeover", "; server_no_context_takeover; server_no_context_takeover");
        bad.put("repeated.client-no-context-takeover", "; client_no_context_takeover; client_no_context_takeover");
        bad.put("repeated.server-max-window-bits", "; server_max_window_bits=10; server_max_window_bits=10");
        bad.put("repeated.client-max-window-bits", "; client_max_window_bits=10; client_max_window_bits=12");
        bad.put("server-no-context-takeover.value", "; server_no_context_takeover=1");
        bad.put("client-no-context-takeover.value", "; client_no_context_takeover=true");
        bad.put("server-max-window-bits.no-value", "; server_max_window_bits");
        bad.put("client-max-window-bits.no-value", "; client_max_window_bits");
        bad.put("twice", ", " + DeflateTerms.NAME);
        bad.put("another-extension-too", ", x-nobody-offers");
        OfferCases.BAD_BITS.forEach((name, value) -> {
            bad.put("server-max-window-bits." + name, "; server_max_window_bits" + value);
            bad.put("client-max-window-bits." + name, "; client_max_window_bits" + value);
        });
        bad.forEach((name, parameters) -> list.addForClient(
                "answer-refused." + name,
                "The answer is \"" + DeflateTerms.NAME + parameters + "\".",
                NotOpened.EXPECTED,
                peer -> {
                    peer.requireOffer();
                    return NotOpened.judge(peer, peer.answer().agreeing(DeflateTerms.NAME + parameters));
                }));
        list.addForClient(
                "answer-refused.client-max-window-bits.not-as-offered",
                "A client_max_window_bits that the offer does not have; or, where it has one, without the value that an"
                        + " answer must have.",
                NotOpened.EXPECTED,
                peer -> NotOpened.judge(
                        peer,
                        peer.answer()
                                .agreeing(DeflateTerms.NAME
                                        + demanded(peer.requireOffer(), "")
                                        + "; client_max_window_bits"
                                        + (peer.requireOffer().has(DeflateTerms.CLIENT_BITS) ? "" : "=10"))));
        list.addForClient(
                "answer-refused.two-fields",
                "Two fields, each with \"permessage-deflate\".",
                NotOpened.EXPECTED + " Tolerated: it opens.",
                peer -> {
                    peer.requireOffer();
                    return NotOpened.judgeLeniently(
                            peer, peer.answer().agreeing(DeflateTerms.NAME).agreeing(DeflateTerms.NAME));
                });
    }
}
