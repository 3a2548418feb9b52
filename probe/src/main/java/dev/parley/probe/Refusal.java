package dev.parley.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * That the peer fails the connection (RFC 6455 §7.1.7). Immutable.
 *
 * <p>The RFC demands that the connection be ended. That a Close frame comes first, with a code that says why, is what an
 * endpoint SHOULD do; so another code, or none at all, is tolerated.
 *
 * @param codes the status codes that fit
 */
record Refusal(List<Integer> codes) {

    static Refusal with(int... codes) {
        return new Refusal(Arrays.stream(codes).boxed().toList());
    }

    String expected() {
        return "The connection is failed with " + words()
                + ". Tolerated: another code, or the end of TCP without a Close frame.";
    }

    /** Waits until the connection has ended. */
    Finding await(Conversation conversation) throws InterruptedException {
        while (true) {
            Event event = conversation.next();
            if (event instanceof Event.End) {
                return Finding.tolerated("It ended the TCP connection without a Close frame.");
            }
            if (event instanceof Event.Silence) {
                return Finding.fail(
                        "It did nothing in " + conversation.options().patience().toMillis() + " ms.");
            }
            if (event instanceof Frame frame && frame.is(Opcodes.CLOSE)) {
                return judged(frame, conversation);
            }
            if (event instanceof Frame frame) {
                conversation.finish();
                return Finding.fail("It went on, with " + frame + ".");
            }
        }
    }

    private Finding judged(Frame close, Conversation conversation) throws InterruptedException {
        TcpEnd.await(conversation);
        return codes.contains(close.closeCode())
                ? Finding.pass("It sent " + close + " and ended the connection.")
                : Finding.tolerated("It sent " + close + " and ended the connection; " + words() + " would say why.");
    }

    private String words() {
        return codes.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }
}
