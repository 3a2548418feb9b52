package dev.parley.probe;

/**
 * That the peer answers a Close frame with its own and the connection ends (RFC 6455 §5.5.1, §7.1). Immutable.
 *
 * @param code that was sent; 0 if the Close frame had no body
 */
record Closing(int code) {
    static final String EXPECTED =
            "A Close frame comes back, typically with the same code, and the TCP connection ends.";

    Finding await(Conversation conversation) throws InterruptedException {
        while (true) {
            Event event = conversation.next();
            if (event instanceof Frame frame && frame.is(Opcodes.CLOSE)) {
                TcpEnd.await(conversation);
                return judged(frame);
            }
            if (event instanceof Frame frame && frame.is(Opcodes.PONG)) {
                continue;
            }
            // RFC 6455 §5.5.1: "... the endpoint MUST send a Close frame in response."
            return Finding.fail("Instead of a Close frame came " + event + ".");
        }
    }

    private Finding judged(Frame close) {
        if (close.closeCode() == code) {
            return Finding.pass("It answered with " + close + " and the connection ended.");
        }
        // RFC 6455 §5.5.1: "... the endpoint typically echos the status code it received."
        return Finding.tolerated("It answered with " + close + ", not with the code that it had received.");
    }
}
