package dev.parley.probe;

import java.time.Duration;
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
    /** So much of all patience is more than a good endpoint takes on a busy machine; it is what a late one costs the run. */
    private static final int EARLY = 8;

    static Refusal with(int... codes) {
        return new Refusal(Arrays.stream(codes).boxed().toList());
    }

    String expected() {
        return "The connection is failed with " + words()
                + ". Tolerated: another code, or the end of TCP without a Close frame.";
    }

    /** Waits until the connection has ended. */
    Finding await(Conversation conversation) throws InterruptedException {
        return await(conversation, false);
    }

    /** The same, where an earlier ping is answered first, or not any more. */
    Finding awaitAfterPong(Conversation conversation) throws InterruptedException {
        return await(conversation, true);
    }

    private Finding await(Conversation conversation, boolean pongs) throws InterruptedException {
        while (true) {
            Event event = conversation.next();
            if (pongs && event instanceof Frame frame && frame.is(Opcodes.PONG)) {
                continue;
            }
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

    /**
     * The same, where the peer has only the beginning of what it must refuse. To wait for the rest is tolerated: the RFC does
     * not say how soon a connection must be failed.
     */
    Finding awaitUnlessItWaits(Conversation conversation) throws InterruptedException {
        return conversation.peek(conversation.options().patience().dividedBy(4)) instanceof Event.Silence
                ? Finding.tolerated("It waits for the rest.")
                : await(conversation);
    }

    String expectedUnlessItWaits() {
        return expected() + " Tolerated, too: to wait for the rest of the frame.";
    }

    /**
     * Sends the bytes, and waits; then, if nothing came, sends the rest and waits again. To fail only then is tolerated: the
     * RFC does not say how soon a connection must be failed, but what is wrong already will not get better.
     */
    Finding awaitEarly(Conversation conversation, byte[] bytes, byte[] rest) throws InterruptedException {
        conversation.sendBytes(bytes);
        Event event = conversation.peek(early(conversation.options()));
        if (!(event instanceof Event.Silence)) {
            return await(conversation);
        }
        conversation.sendBytes(rest);
        Finding late = await(conversation);
        return late.verdict() == Verdict.FAIL
                ? late
                : Finding.tolerated("It waited for more, though it had what was wrong. Then: " + late.observed());
    }

    private static Duration early(ProbeOptions options) {
        Duration part = options.patience().dividedBy(EARLY);
        return part.compareTo(options.quiet()) > 0 ? part : options.quiet();
    }

    String expectedEarly() {
        return expected() + " Best at once; to wait for the end of the message is tolerated.";
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
