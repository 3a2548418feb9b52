package dev.parley.probe;

import java.util.function.UnaryOperator;

/** The opening handshake (RFC 6455 §4), of either role. */
final class OpeningCases {
    private OpeningCases() {}

    static void add(CaseList list) {
        if (list.role() == Role.SERVER) {
            ServerAnswerCases.add(list);
            RequestLineCases.add(list);
            UpgradeFieldCases.add(list);
            HandshakeKeyCases.add(list);
            VersionCases.add(list);
            ExtensionFieldCases.add(list);
            SubprotocolCases.add(list);
            HttpSyntaxCases.add(list);
            RequestBodyCases.add(list);
            RequestSplitCases.add(list);
            NoRequestCases.add(list);
        } else {
            ClientRequestCases.add(list);
            LegalAnswerCases.add(list);
            IllegalAnswerCases.add(list);
            AnswerSplitCases.add(list);
        }
    }

    /** A case in which a server gets a plain request with one change. */
    static void request(CaseList list, String name, String title, Leeway leeway, UnaryOperator<Request> change) {
        list.addForServer(name, title, leeway.expected(), peer -> leeway.judge(peer, change.apply(peer.request())));
    }
}
