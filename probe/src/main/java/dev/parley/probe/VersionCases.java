package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

/** Sec-WebSocket-Version, and the answer to one that the server does not know (RFC 6455 §4.2.2, §4.4, §11.3.5). */
final class VersionCases {
    private static final String FIELD = "Sec-WebSocket-Version";

    private VersionCases() {}

    static void add(CaseList list) {
        CaseList unknown = list.by("RFC 6455 §4.2.2, §4.4")
                .noting(
                        "RFC 6455 §4.2.2: a server that does not know the version answers with an error \"such as 426 Upgrade"
                                + " Required\" and \"a |Sec-WebSocket-Version| header field indicating the version(s) the server is"
                                + " capable of understanding\". Versions 7 and 8 were drafts that some servers still speak.");
        for (int version : new int[] {0, 4, 6, 12, 14, 25, 130, 255}) {
            unknown.addForServer(
                    "version.unknown-" + version,
                    "A request with version " + version + ".",
                    "An answer 4xx, best 426, with Sec-WebSocket-Version: 13.",
                    peer -> unknown(peer, String.valueOf(version), Verdict.FAIL));
        }
        for (int version : new int[] {7, 8}) {
            unknown.addForServer(
                    "version.draft-" + version,
                    "A request with version " + version + ", of a draft of the RFC.",
                    "An answer 4xx, best 426, with Sec-WebSocket-Version: 13. Tolerated: the connection opens.",
                    peer -> unknown(peer, String.valueOf(version), Verdict.TOLERATED));
        }
        addMalformed(list.by("RFC 6455 §4.2.1, §11.3.5"));
    }

    private static Finding unknown(ServerPeer peer, String version, Verdict opened) throws InterruptedException {
        ServerPeer.Exchange exchange = peer.ask(peer.request().with(FIELD, version));
        if (exchange.answer() instanceof Event.End) {
            return Finding.tolerated("It ended the TCP connection without an answer.");
        }
        if (!(exchange.answer() instanceof HttpHead head)) {
            return Finding.fail("No answer came.");
        }
        if (head.status() == 101) {
            return new Finding(opened, "The connection was opened: " + head + ".");
        }
        if (head.status() < 400) {
            return Finding.fail("The answer was " + head + ", no error.");
        }
        return head.tokens(FIELD).contains("13")
                ? Finding.pass("It refused: " + head + ", and named version 13.")
                : Finding.fail("It refused: " + head + ", and did not say which versions it knows.");
    }

    private static void addMalformed(CaseList list) {
        request(
                list,
                "version.missing",
                "No Sec-WebSocket-Version.",
                Leeway.MUST_REFUSE,
                request -> request.without(FIELD));
        request(
                list,
                "version.two-fields",
                "Two versions, 13 and 8, in two fields.",
                Leeway.MUST_REFUSE,
                request -> request.adding(FIELD + ": 8"));
        request(
                list,
                "version.two-fields-other-order",
                "Two versions, 8 and 13, in two fields.",
                Leeway.MUST_REFUSE,
                request -> request.with(FIELD, "8").adding(FIELD + ": 13"));
        malformed(list, "empty", "");
        malformed(list, "list", "13, 8");
        malformed(list, "list-last", "8, 13");
        malformed(list, "leading-zero", "013");
        malformed(list, "fraction", "13.0");
        malformed(list, "plus", "+13");
        malformed(list, "negative", "-13");
        malformed(list, "hexadecimal", "0xd");
        malformed(list, "text", "thirteen");
        malformed(list, "256", "256");
        malformed(list, "2-32-plus-13", "4294967309");
        malformed(list, "blank-inside", "1 3");
        malformed(list, "more-after", "13x");
        request(
                list,
                "version.blanks-around",
                "Version 13 with blanks around it.",
                Leeway.MUST_OPEN,
                request -> request.with(FIELD, "  13 \t"));
    }

    private static void malformed(CaseList list, String name, String value) {
        request(
                list,
                "version." + name,
                "Sec-WebSocket-Version: \"" + value + "\".",
                Leeway.MUST_REFUSE,
                request -> request.with(FIELD, value));
    }
}
