package dev.parley.probe;

/** That a client fails the connection over an answer, and does not take it for open (RFC 6455 §4.1). */
final class NotOpened {
    static final String EXPECTED = "The client fails the connection: it ends TCP, and sends no frame.";

    private NotOpened() {}

    static Finding judge(ClientPeer peer, Answer answer) throws InterruptedException {
        return judge(peer, answer, Verdict.FAIL);
    }

    /** The same, where to open the connection is tolerated. */
    static Finding judgeLeniently(ClientPeer peer, Answer answer) throws InterruptedException {
        return judge(peer, answer, Verdict.TOLERATED);
    }

    private static Finding judge(ClientPeer peer, Answer answer, Verdict opened) throws InterruptedException {
        Conversation conversation = peer.answer(answer);
        // A client that has opened the connection sends this back.
        conversation.send(Frame.text("are you there?"));
        byte[] came = peer.wire().take(peer.options().patience());
        if (came.length > 0) {
            return judgeBytes(peer, came, opened);
        }
        if (peer.wire().ended()) {
            return Finding.pass("It ended the TCP connection.");
        }
        boolean isHttp = !answer.line().contains(" 101 ");
        return isHttp
                ? Finding.tolerated("It took no frame, and held on to the TCP connection.")
                : Finding.fail("It took no frame, but held on to the TCP connection.");
    }

    private static Finding judgeBytes(ClientPeer peer, byte[] came, Verdict opened) throws InterruptedException {
        FrameReader reader = new FrameReader(Role.CLIENT, false, came.length);
        reader.feed(came);
        Event event = reader.next().map(frame -> (Event) frame).orElse(new Event.Silence());
        if (event instanceof Frame frame && frame.is(Opcodes.CLOSE) && frame.closeCode() != 1000) {
            return Finding.tolerated("It sent " + frame + ", as if the connection had been open.");
        }
        peer.wire().write(FrameWriter.to(Role.CLIENT).write(Frame.close(1000)));
        peer.wire().take(peer.options().quiet());
        return new Finding(opened, "It opened the connection: after the answer came " + event + ".");
    }
}
