package dev.parley.probe;

import java.util.Arrays;
import java.util.Optional;

/** That an endpoint comes through a flood: it works on, or closes the connection, but does not fall silent. */
final class Survival {
    private Survival() {}

    /** If the next thing to come is the end of the connection, what it means: to end it is the endpoint's right. */
    static Optional<Finding> refused(Conversation conversation) throws InterruptedException {
        Event event = conversation.peek(conversation.options().patience());
        if (event instanceof Event.End) {
            return Optional.of(Finding.tolerated("It ended the TCP connection without a Close frame."));
        }
        if (event instanceof Frame frame && frame.is(Opcodes.CLOSE)) {
            conversation.finish();
            return Optional.of(Finding.pass("It refused the flood: " + frame + "."));
        }
        return Optional.empty();
    }

    /** Waits for the echo, past pongs of which there may be any number. */
    static Finding await(Conversation conversation, Echo echo, int count) throws InterruptedException {
        int pongs = 0;
        while (pongs <= count) {
            Optional<Finding> refused = refused(conversation);
            if (refused.isPresent()) {
                return refused.get();
            }
            Event event = conversation.peek(conversation.options().patience());
            if (!(event instanceof Frame frame) || !frame.is(Opcodes.PONG)) {
                Finding finding = echo.await(conversation);
                return Finding.pass("It took all, sent " + pongs + " pongs, and works on. " + finding.observed());
            }
            conversation.next();
            pongs++;
        }
        return Finding.fail("It sent more pongs than there were pings.");
    }

    /** Waits for the echo of a message in very many fragments. */
    static Finding awaitWhole(Conversation conversation, Echo echo, boolean mean) throws InterruptedException {
        Event event = conversation.peek(conversation.options().patience());
        boolean forItsFragments = event instanceof Frame frame && frame.is(Opcodes.CLOSE) && frame.closeCode() != 1009;
        if (!forItsFragments) {
            return echo.await(conversation);
        }
        conversation.finish();
        boolean policy = mean && Arrays.asList(1008, 1013).contains(((Frame) event).closeCode());
        String observed = "It refused the message for its fragments: " + event + ".";
        return policy ? Finding.pass(observed) : Finding.tolerated(observed);
    }
}
