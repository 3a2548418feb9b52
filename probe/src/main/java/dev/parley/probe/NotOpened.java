package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** That a client fails the connection over an answer, and does not take it for open (RFC 6455 §4.1). */
final class NotOpened {
    static final String EXPECTED = "The client fails the connection: it ends TCP, and sends no frame.";

    private static final String EXPECTED_OF_HTTP =
            "The client sends no frame: it ends TCP, or goes on with HTTP and sends another request. Tolerated: it does neither.";

    /** How a request line begins. As a frame it would have RSV1 set, and no mask. */
    private static final Pattern REQUEST = Pattern.compile("[A-Z]+ [!-~]+ HTTP/");

    private NotOpened() {}

    /** What is accepted after this status line. */
    static String expected(String line) {
        return isOfHttp(line) ? EXPECTED_OF_HTTP : EXPECTED;
    }

    /** Whether what follows is up to HTTP: RFC 6455 §4.1 says so of any status but 101. */
    private static boolean isOfHttp(String line) {
        return !line.contains(" 101 ");
    }

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
            return REQUEST.matcher(new String(came, StandardCharsets.ISO_8859_1))
                            .lookingAt()
                    ? judgeRequest(answer)
                    : judgeBytes(peer, came, opened);
        }
        if (peer.wire().ended()) {
            return Finding.pass("It ended the TCP connection.");
        }
        return isOfHttp(answer.line())
                ? Finding.tolerated("It took no frame, and held on to the TCP connection.")
                : Finding.fail("It took no frame, but held on to the TCP connection.");
    }

    private static Finding judgeRequest(Answer answer) {
        return isOfHttp(answer.line())
                ? Finding.pass("It took no frame, and sent another HTTP request on the connection.")
                : Finding.fail("It sent another HTTP request on the connection, which it had to fail (RFC 6455 §4.1).");
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
