package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server answers to offers of permessage-deflate (RFC 7692 §5.1, §7.1). */
final class ServerOfferCases {
    private static final String AGREED =
            "The connection opens; if the extension is agreed to, then as one of the offers has it, and compressed messages work."
                    + " Not applicable: it is declined.";
    private static final String DECLINED =
            "The connection opens without the extension: \"A server MUST decline\" such an offer. Tolerated: it is refused.";

    private ServerOfferCases() {}

    static void add(CaseList list) {
        CaseList good = list.by("RFC 7692 §7.1");
        good(good, "plain", "permessage-deflate");
        good(good, "server-no-context-takeover", "permessage-deflate; server_no_context_takeover");
        good(good, "client-no-context-takeover", "permessage-deflate; client_no_context_takeover");
        good(good, "no-context-takeover", "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        good(good, "client-max-window-bits", "permessage-deflate; client_max_window_bits");
        for (int bits = 8; bits <= 15; bits++) {
            good(good, "server-max-window-bits." + bits, "permessage-deflate; server_max_window_bits=" + bits);
            good(good, "client-max-window-bits." + bits, "permessage-deflate; client_max_window_bits=" + bits);
            good(
                    good,
                    "both-max-window-bits." + bits,
                    "permessage-deflate; server_max_window_bits=" + bits + "; client_max_window_bits=" + bits);
        }
        good(
                good,
                "all-parameters",
                "permessage-deflate; client_max_window_bits=10; server_max_window_bits=11; client_no_context_takeover;"
                        + " server_no_context_takeover");
        good(good, "blanks", "permessage-deflate ;\tserver_no_context_takeover ; client_max_window_bits");
        good(good, "no-blanks", "permessage-deflate;server_no_context_takeover;client_max_window_bits=12");
        good(good, "quoted-server-bits", "permessage-deflate; server_max_window_bits=\"12\"");
        good(good, "quoted-client-bits", "permessage-deflate; client_max_window_bits=\"12\"");
        good(good, "as-chromium", "permessage-deflate; client_max_window_bits");
        addSeveral(list.by("RFC 7692 §5.1, §7.1"));
        addBad(list.by("RFC 7692 §7.1"));
    }

    private static void addSeveral(CaseList list) {
        good(list, "several.same-twice", "permessage-deflate, permessage-deflate");
        good(list, "several.small-window-first", "permessage-deflate; server_max_window_bits=8, permessage-deflate");
        good(
                list,
                "several.three-windows",
                "permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=12,"
                        + " permessage-deflate; client_max_window_bits");
        good(list, "several.unknown-extension-first", "x-nobody-knows, permessage-deflate");
        good(list, "several.unknown-extension-last", "permessage-deflate, x-nobody-knows; a=b");
        mixed(list, "several.bad-offer-first", "permessage-deflate; x-nobody-knows, permessage-deflate");
        mixed(
                list,
                "several.bad-window-first",
                "permessage-deflate; server_max_window_bits=7, permessage-deflate; server_no_context_takeover");
        mixed(list, "several.good-offer-first", "permessage-deflate, permessage-deflate; server_max_window_bits=99");
        good(list, "several.similar-name-first", "permessage-deflate2, x-permessage-deflate, permessage-deflate");
        list.addForServer(
                "several.two-fields",
                "Two fields: \"permessage-deflate; x-nobody-knows\" and \"permessage-deflate; client_max_window_bits\".",
                AGREED + " Tolerated: the request is refused.",
                peer -> agreed(
                        peer,
                        peer.request()
                                .offering("permessage-deflate; x-nobody-knows")
                                .offering("permessage-deflate; client_max_window_bits"),
                        Leeway.SHOULD_OPEN));
    }

    private static void addBad(CaseList list) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("unknown-parameter", "x_nobody_knows");
        bad.put("unknown-parameter-with-value", "x_nobody_knows=1");
        bad.put("unknown-parameter-after-good", "client_max_window_bits; x_nobody_knows");
        bad.put("misspelt-parameter", "server_max_windows_bits=10");
        bad.put("repeated.server-no-context-takeover", "server_no_context_takeover; server_no_context_takeover");
        bad.put("repeated.client-no-context-takeover", "client_no_context_takeover; client_no_context_takeover");
        bad.put("repeated.server-max-window-bits", "server_max_window_bits=10; server_max_window_bits=10");
        bad.put("repeated.server-max-window-bits-differing", "server_max_window_bits=10; server_max_window_bits=12");
        bad.put("repeated.client-max-window-bits", "client_max_window_bits; client_max_window_bits");
        bad.put("repeated.client-max-window-bits-differing", "client_max_window_bits=10; client_max_window_bits=12");
        bad.put("server-no-context-takeover.value", "server_no_context_takeover=1");
        bad.put("server-no-context-takeover.value-true", "server_no_context_takeover=true");
        bad.put("client-no-context-takeover.value", "client_no_context_takeover=1");
        bad.put("client-no-context-takeover.quoted-value", "client_no_context_takeover=\"x\"");
        bad.put("server-max-window-bits.no-value", "server_max_window_bits");
        OfferCases.BAD_BITS.forEach((name, value) -> {
            bad.put("server-max-window-bits." + name, "server_max_window_bits" + value);
            bad.put("client-max-window-bits." + name, "client_max_window_bits" + value);
        });
        bad.forEach((name, parameters) -> list.addForServer(
                "bad." + name,
                "The only offer is \"permessage-deflate; " + parameters + "\".",
                DECLINED,
                peer -> declined(peer, "permessage-deflate; " + parameters)));
    }

    /** A bad offer beside a good one: the bad one is to be passed over; to refuse the request is tolerated. */
    private static void mixed(CaseList list, String name, String offer) {
        list.addForServer(
                name,
                "The offers are \"" + offer + "\", one of them bad.",
                AGREED + " Tolerated: the request is refused.",
                peer -> agreed(peer, peer.request().offering(offer), Leeway.SHOULD_OPEN));
    }

    private static void good(CaseList list, String name, String offer) {
        list.addForServer(
                name,
                "The offer is \"" + offer + "\".",
                AGREED,
                peer -> agreed(peer, peer.request().offering(offer), Leeway.MUST_OPEN));
    }

    private static Finding agreed(ServerPeer peer, Request request, Leeway leeway) throws InterruptedException {
        Wire wire = peer.dial();
        wire.write(request.bytes());
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            return leeway.judge(answer, peer.options());
        }
        List<String> faults = OpeningRules.faults(request, head);
        if (!faults.isEmpty()) {
            return Finding.fail(String.join(" ", faults));
        }
        Conversation conversation = peer.opened(request, wire, head);
        if (!conversation.isCompressed()) {
            conversation.finish();
            return Finding.notApplicable("It declined.");
        }
        for (int i = 0; i < 3; i++) {
            Frame plain = Frame.text("Message " + i + ": " + "hello hello ".repeat(20));
            conversation.sendCompressed(Opcodes.TEXT, plain.payload());
            Echo.of(plain).expect(conversation);
        }
        conversation.finish();
        return Finding.pass(
                "It agreed to \"" + Quoted.of(head.first("Sec-WebSocket-Extensions")) + "\", and it works.");
    }

    private static Finding declined(ServerPeer peer, String offer) throws InterruptedException {
        // Who never agrees, declines bad offers without looking.
        peer.openCompressed().finish();
        Request request = peer.request().offering(offer);
        ServerPeer.Exchange exchange = peer.ask(request);
        if (exchange.status() != 101) {
            // RFC 6455 §9.1: what is quoted must be a token, or who parses it "MUST immediately _Fail the WebSocket
            // Connection_".
            if (offer.matches(".*\"\\S+ .*\"")) {
                return Leeway.MUST_REFUSE.judge(exchange.answer(), peer.options());
            }
            Finding finding = Leeway.EITHER.judge(exchange.answer(), peer.options());
            return finding.verdict() == Verdict.PASS ? Finding.tolerated(finding.observed()) : finding;
        }
        HttpHead head = exchange.head().orElseThrow();
        Optional<ExtensionList.Extension> agreed = ExtensionList.parse(head.all("Sec-WebSocket-Extensions")).stream()
                .findFirst();
        exchange.wire().close();
        return agreed.isEmpty()
                ? Finding.pass("It declined.")
                : Finding.fail("It agreed: \"" + Quoted.of(head.first("Sec-WebSocket-Extensions")) + "\".");
    }
}
