package dev.parley.probe;

/**
 * That the TCP connection ends after the peer's Close frame (RFC 6455 §7.1.1): a server ends it, at once; a client may leave
 * that to the server, here the probe.
 */
final class TcpEnd {
    private TcpEnd() {}

    /** Answers the Close frame, if that was not done, and waits for the end; if it does not come, the script fails. */
    static void await(Conversation conversation) throws InterruptedException {
        conversation.answerClose();
        if (conversation.peer() == Role.CLIENT) {
            conversation.watchAndLeave();
            return;
        }
        while (true) {
            Event event = conversation.next();
            if (event instanceof Event.End) {
                conversation.wire().close();
                return;
            }
            if (event instanceof Event.Silence) {
                throw held(conversation).thrown();
            }
        }
    }

    /** That a server had all its time, and did not end TCP. */
    static Finding held(Conversation conversation) {
        return Finding.fail("Both sent a Close frame, and after "
                + conversation.options().patience().toMillis() + " ms the server had not ended the TCP connection.");
    }
}
