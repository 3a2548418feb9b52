package dev.parley.probe;

import java.util.List;

/** What a client offers of permessage-deflate (RFC 7692 §7.1). */
final class ClientOfferCases {
    private ClientOfferCases() {}

    static void add(CaseList list) {
        CaseList offers = list.by("RFC 7692 §7.1");
        offers.addForClient(
                "client.parameters",
                "The client's offers of permessage-deflate are looked at.",
                "Each parameter is known, stands there once, and has a value that it may have.",
                ClientOfferCases::parameters);
        offers.addForClient(
                "client.declined",
                "The extension is declined, and messages are sent.",
                "The connection works uncompressed: no frame has RSV1.",
                peer -> {
                    peer.requireOffer();
                    Conversation conversation = peer.open();
                    Frame frame = Frame.text("hello ".repeat(500));
                    conversation.send(frame);
                    return Echo.of(frame).await(conversation);
                });
    }

    private static Finding parameters(ClientPeer peer) throws InterruptedException {
        peer.requireOffer();
        peer.open().finish();
        for (ExtensionList.Extension offer : ExtensionList.parse(peer.request().all("Sec-WebSocket-Extensions"))) {
            if (!offer.name().equals(DeflateTerms.NAME)) {
                continue;
            }
            // An offer may name client_max_window_bits without a value; everything else is as in an answer.
            boolean bare = offer.has(DeflateTerms.CLIENT_BITS)
                    && offer.value(DeflateTerms.CLIENT_BITS).isEmpty();
            List<String> faults = DeflateTerms.faultsOf(offer).stream()
                    .filter(fault -> !(bare && fault.contains(DeflateTerms.CLIENT_BITS + "=,")))
                    .toList();
            if (!faults.isEmpty()) {
                return Finding.fail(String.join(" ", faults).replace("The answer", "The offer"));
            }
        }
        return Finding.pass("It offers \"" + Quoted.of(peer.request().first("Sec-WebSocket-Extensions")) + "\".");
    }
}
