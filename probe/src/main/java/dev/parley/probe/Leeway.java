package dev.parley.probe;

/** How free a server is to open a connection on a request that is odd, or to refuse it. */
enum Leeway {
    /** The request is right; it only looks unusual. */
    MUST_OPEN("The connection opens, and works."),
    /** The request is right; but a server has a right to its limits and its taste. */
    SHOULD_OPEN("The connection opens, and works. Tolerated: an HTTP answer that refuses."),
    /** Nothing decides it. The server must answer, though, and what it opens must work. */
    EITHER("The connection opens and works, or is refused with an HTTP answer."),
    /** The request is wrong where not every server looks. */
    SHOULD_REFUSE("An HTTP answer that refuses. Tolerated: the connection opens, without regard to what is wrong."),
    /** The request is wrong. */
    MUST_REFUSE("An HTTP answer that refuses, as 400. Tolerated: the end of TCP without an answer."),
    /** The request is right and asks for no WebSocket. */
    NO_WEBSOCKET("Any HTTP answer but 101. Tolerated: the end of TCP without an answer.");

    private final String expected;

    Leeway(String expected) {
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    /** Sends the request on a new connection and judges the answer. */
    Finding judge(ServerPeer peer, Request request) throws InterruptedException {
        Wire wire = peer.dial();
        wire.write(request.bytes());
        return judge(peer, request, wire);
    }

    /** Judges the answer to a request that is sent. */
    Finding judge(ServerPeer peer, Request request, Wire wire) throws InterruptedException {
        Event answer = HeadReader.read(wire, peer.options().patience());
        return answer instanceof HttpHead head && head.status() == 101
                ? opened(peer, request, wire, head)
                : judge(answer, peer.options());
    }

    /** Judges an answer that opens nothing. */
    Finding judge(Event answer, ProbeOptions options) {
        if (answer instanceof HttpHead head) {
            return refused(head);
        }
        if (answer instanceof Event.End) {
            String observed = "It ended the TCP connection without an answer.";
            return this == MUST_OPEN ? Finding.fail(observed) : Finding.tolerated(observed);
        }
        return Finding.fail("No answer came in " + options.patience().toMillis() + " ms.");
    }

    private Finding opened(ServerPeer peer, Request request, Wire wire, HttpHead head) throws InterruptedException {
        if (this == MUST_REFUSE || this == NO_WEBSOCKET) {
            return Finding.fail("The connection was opened: " + head + ".");
        }
        Finding works = Acceptance.of(peer, request, wire, head);
        return this == SHOULD_REFUSE && works.verdict() == Verdict.PASS
                ? Finding.tolerated("The connection was opened, as if nothing were wrong.")
                : works;
    }

    private Finding refused(HttpHead head) {
        String observed = "It refused: " + head + ".";
        int status = head.status();
        if (status == 0) {
            return Finding.fail("The answer is no HTTP: " + head + ".");
        }
        return switch (this) {
            case MUST_OPEN -> Finding.fail(observed);
            case SHOULD_OPEN -> Finding.tolerated(observed);
            case EITHER, NO_WEBSOCKET -> Finding.pass(observed);
            case SHOULD_REFUSE, MUST_REFUSE ->
                // RFC 6455 §4.2.1: "... return an HTTP response with an appropriate error code (such as 400 Bad
                // Request)."
                status >= 400 && status < 500 || status == 501 || status == 505
                        ? Finding.pass(observed)
                        : Finding.tolerated(observed + " A status of 4xx would say whose fault it is.");
        };
    }
}
