package dev.parley.probe;

import java.util.HashSet;
import java.util.Set;

/** What a server answers to requests with which nothing is wrong (RFC 6455 §4.2.2). */
final class ServerAnswerCases {
    private static final String SAMPLE = "dGhlIHNhbXBsZSBub25jZQ==";

    private ServerAnswerCases() {}

    static void add(CaseList list) {
        CaseList answers = list.by("RFC 6455 §4.2.2");
        OpeningCases.request(answers, "answer.plain", "A plain opening request.", Leeway.MUST_OPEN, request -> request);
        OpeningCases.request(
                list.by("RFC 6455 §1.3"),
                "answer.sample-of-the-rfc",
                "The key of the RFC's own sample: the answer is s3pPLMBiTxaQ9kYGzzhZRbK+xOo=.",
                Leeway.MUST_OPEN,
                request -> request.with("Sec-WebSocket-Key", SAMPLE));
        answers.addForServer(
                "answer.twenty-times",
                "Twenty plain opening requests, each with a key of its own.",
                "Each gets the Sec-WebSocket-Accept that belongs to its key.",
                ServerAnswerCases::twenty);
        OpeningCases.request(
                list.by("RFC 6455 §4.1"),
                "answer.as-chromium",
                "The request with the fields that Chromium sends, an offer of compression left out.",
                Leeway.MUST_OPEN,
                request -> request.with("Connection", "Upgrade")
                        .adding("Pragma: no-cache")
                        .adding("Cache-Control: no-cache")
                        .adding(
                                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36")
                        .adding("Accept-Encoding: gzip, deflate, br, zstd")
                        .adding("Accept-Language: en-US,en;q=0.9"));
        OpeningCases.request(
                list.by("RFC 6455 §4.1"),
                "answer.as-firefox",
                "The request with the fields that Firefox sends, an offer of compression left out.",
                Leeway.MUST_OPEN,
                request -> request.with("Connection", "keep-alive, Upgrade")
                        .adding("User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0")
                        .adding("Accept: */*")
                        .adding("Accept-Encoding: gzip, deflate, br, zstd")
                        .adding("Sec-Fetch-Dest: empty")
                        .adding("Sec-Fetch-Mode: websocket")
                        .adding("Sec-Fetch-Site: same-origin")
                        .adding("Pragma: no-cache")
                        .adding("Cache-Control: no-cache"));
    }

    private static Finding twenty(ServerPeer peer) throws InterruptedException {
        Set<String> accepts = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Request request = peer.request();
            ServerPeer.Exchange exchange = peer.ask(request);
            String accept = exchange.head()
                    .map(head -> head.first("Sec-WebSocket-Accept"))
                    .orElse("");
            if (!accept.equals(HandshakeKey.accept(request.key()))) {
                return Finding.fail("To the key " + request.key() + " the answer was " + exchange.answer()
                        + " with Sec-WebSocket-Accept \"" + Quoted.of(accept) + "\".");
            }
            accepts.add(accept);
            exchange.wire().close();
        }
        return Finding.pass(accepts.size() + " different ones came, each the right one.");
    }
}
