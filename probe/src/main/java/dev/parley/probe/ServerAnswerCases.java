package dev.parley.probe;

/** What a server answers to a request with which nothing is wrong (RFC 6455 §4.2.2). */
final class ServerAnswerCases {
    private ServerAnswerCases() {}

    static void add(CaseList list) {
        CaseList answers = list.by("RFC 6455 §4.2.2");
        answers.addForServer(
                "answer.plain",
                "A plain opening request.",
                "The answer is 101 with Upgrade, Connection and the right Sec-WebSocket-Accept; nothing else is agreed to.",
                peer -> Acceptance.of(peer, peer.request()));
    }
}
