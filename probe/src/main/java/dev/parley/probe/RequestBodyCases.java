package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

/** Requests that declare a body, or bring something after their head (RFC 9110 §8.6, RFC 9112 §6). */
final class RequestBodyCases {
    private RequestBodyCases() {}

    static void add(CaseList list) {
        CaseList bodies = list.by("RFC 9112 §6")
                .noting(
                        "Nothing forbids a body in a GET, and nothing gives it a meaning here. To refuse is wise. What must not"
                                + " be: that the body of one request is read as the next request.");
        request(
                bodies,
                "body.length-0",
                "Content-Length: 0.",
                Leeway.SHOULD_OPEN,
                request -> request.adding("Content-Length: 0"));
        body(bodies, "length-5", "Content-Length: 5 and five bytes.", "hello", "Content-Length: 5");
        body(
                bodies,
                "chunked",
                "A chunked body of five bytes.",
                "5\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked");
        body(bodies, "chunked-empty", "A chunked body without bytes.", "0\r\n\r\n", "Transfer-Encoding: chunked");
        String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        body(
                bodies,
                "like-a-request",
                "A body that looks like a request.",
                smuggled,
                "Content-Length: " + smuggled.length());
        request(
                bodies,
                "body.expect-continue",
                "Expect: 100-continue, without a body.",
                Leeway.EITHER,
                request -> request.adding("Expect: 100-continue"));
        CaseList wrong = list.by("RFC 9112 §6.3");
        refused(
                wrong,
                "two-lengths",
                "Two different values of Content-Length.",
                Leeway.MUST_REFUSE,
                "Content-Length: 0",
                "Content-Length: 5");
        refused(wrong, "negative-length", "Content-Length: -1.", Leeway.SHOULD_REFUSE, "Content-Length: -1");
        refused(wrong, "length-no-number", "Content-Length: x.", Leeway.SHOULD_REFUSE, "Content-Length: x");
        refused(
                wrong,
                "length-2-64",
                "Content-Length: 18446744073709551616.",
                Leeway.SHOULD_REFUSE,
                "Content-Length: 18446744073709551616");
        refused(
                wrong,
                "length-and-chunked",
                "Content-Length and Transfer-Encoding.",
                Leeway.SHOULD_REFUSE,
                "Content-Length: 0",
                "Transfer-Encoding: chunked");
        refused(
                wrong,
                "unknown-coding",
                "Transfer-Encoding: x-nobody-knows.",
                Leeway.SHOULD_REFUSE,
                "Transfer-Encoding: x-nobody-knows");
    }

    private static void refused(CaseList list, String name, String title, Leeway leeway, String... fields) {
        request(list, "body." + name, title, leeway, plain -> {
            Request request = plain;
            for (String field : fields) {
                request = request.adding(field);
            }
            return request;
        });
    }

    private static void body(CaseList list, String name, String title, String body, String field) {
        list.addForServer(
                "body." + name,
                title,
                "The connection is refused, or opens and works. Tolerated: it opens, and the body is taken for frames.",
                peer -> {
                    Wire wire = peer.dial();
                    Request request = peer.request().adding(field).withBody(body);
                    wire.write(request.bytes());
                    return judged(peer, request, wire);
                });
    }

    private static Finding judged(ServerPeer peer, Request request, Wire wire) throws InterruptedException {
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            return Leeway.EITHER.judge(answer, peer.options());
        }
        try {
            return Acceptance.of(peer, request, wire, head);
        } catch (Unmet e) {
            return Finding.tolerated("It opened the connection, and read the body as frames. "
                    + e.finding().observed());
        }
    }
}
