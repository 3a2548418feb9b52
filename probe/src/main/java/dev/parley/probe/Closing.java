package dev.parley.probe;

/**
 * That the peer answers a Close frame with its own and the connection ends (RFC 6455 §5.5.1, §7.1). Immutable.
 *
 * @param code that was sent; 0 if the Close frame had no body
 */
record Closing(int code) {
    static final String EXPECTED =
            "A Close frame comes back, typically with the same code, and the TCP connection ends.";

    /** The same, where the Close frame was sent among other bytes. */
    Finding awaitOnly(Conversation conversation) throws InterruptedException {
        conversation.closeIsSent();
        return await(conversation);
    }

    /** Waits until the connection has ended. */
    Finding await(Conversation conversation) throws InterruptedException {
        conversation.watchEnd();
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
        // Where no code came, none is there to be sent back, and any will do.
        if (close.closeCode() == code || code == 0) {
            return Finding.pass("It answered with " + close + " and the connection ended.");
        }
        // RFC 6455 §5.5.1: "... the endpoint typically echos the status code it received."
        return Finding.tolerated("It answered with " + close + ", not with the code that it had received.");
    }
}
