package dev.parley.probe;

import java.time.Duration;

/** What an endpoint sends after its own Close frame: at best nothing (RFC 6455 §5.5.1, §7.1.5). */
final class CloseOnceCases {
    private static final String CLOSED =
            "One Close frame comes, and the connection ends. Tolerated: another Close frame or a ping after it";
    private static final String FAILED = CLOSED + ", or the end of TCP without a Close frame.";

    private CloseOnceCases() {}

    static void add(CaseList list) {
        CaseList once = list.by("RFC 6455 §5.5.1, §7.1.5")
                .noting(
                        "RFC 6455 §5.5.1 forbids data frames after a Close frame. Of control frames it says nothing, and §7.1.5"
                                + " speaks of \"the first Close control frame received\", so there may be others; but nobody needs"
                                + " them. A pong is right where a ping came before the other endpoint's Close frame.");
        once.add("once.after-closing", "A Close frame with 1000.", CLOSED + ".", peer -> {
            Conversation conversation = peer.open();
            conversation.send(Frame.close(1000));
            return once(conversation);
        });
        failed(
                once,
                "protocol-error",
                "A text frame with RSV1 set.",
                Frame.text("bad").withReserved(Frame.RSV1));
        failed(once, "bad-text", "A text message that is not UTF-8.", Frame.text(new byte[] {(byte) 0xFF}));
        once.add(
                "once.after-limit",
                "A binary frame that declares " + Long.MAX_VALUE + " bytes, with 5 of them.",
                FAILED + " Not applicable: it waits for the payload.",
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.sendBytes(
                            conversation.writer().declaring(Frame.binary(Payloads.random(5)), Long.MAX_VALUE));
                    return conversation.peek(conversation.options().patience()) instanceof Event.Silence
                            ? Finding.notApplicable("It waits for the payload.")
                            : failedOnce(conversation);
                });
    }

    private static void failed(CaseList list, String name, String title, Frame bad) {
        list.add("once.after-" + name, title, FAILED, peer -> {
            Conversation conversation = peer.open();
            conversation.send(bad);
            return failedOnce(conversation);
        });
    }

    private static Finding failedOnce(Conversation conversation) throws InterruptedException {
        return conversation.peek(conversation.options().patience()) instanceof Event.End
                ? Finding.tolerated("It ended the TCP connection without a Close frame.")
                : once(conversation);
    }

    private static Finding once(Conversation conversation) throws InterruptedException {
        Event event = conversation.next();
        if (!(event instanceof Frame close) || !close.is(Opcodes.CLOSE)) {
            return Finding.fail("Instead of a Close frame came " + event + ".");
        }
        conversation.answerClose();
        boolean server = conversation.peer() == Role.SERVER;
        // A client may leave the end of TCP to the probe, so all there is to wait for is that nothing comes.
        Duration wait = server
                ? conversation.options().patience()
                : conversation.options().quiet();
        String also = "";
        Event later = conversation.next(wait);
        while (later instanceof Frame frame) {
            also = also.isEmpty() && !frame.is(Opcodes.PONG) ? frame.toString() : also;
            later = conversation.next(wait);
        }
        conversation.wire().close();
        if (server && later instanceof Event.Silence) {
            return TcpEnd.held(conversation);
        }
        return also.isEmpty()
                ? Finding.pass("It sent " + close + ", and neither another one nor a ping after it.")
                : Finding.tolerated("It sent " + close + ", and after it " + also + ".");
    }
}
