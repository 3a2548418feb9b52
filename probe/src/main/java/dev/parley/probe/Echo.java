package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * That a message comes back as it was sent. Immutable.
 *
 * @param opcode of the message
 */
record Echo(int opcode, byte[] payload) {
    static final String EXPECTED = "The message comes back: the same kind, the same bytes.";

    /** What many endpoints allow at least; a smaller message is hardly too big. */
    private static final int MAX_ORDINARY = 16 * 1024;

    /** The echo of the message that these frames make, control frames left aside. */
    static Echo of(Frame... frames) {
        List<Frame> data =
                Arrays.stream(frames).filter(frame -> !frame.isControl()).toList();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        data.forEach(frame -> payload.writeBytes(frame.payload()));
        return new Echo(data.get(0).opcode(), payload.toByteArray());
    }

    /** Waits for the echo, and ends the connection. */
    Finding await(Conversation conversation) throws InterruptedException {
        Message message = expect(conversation);
        conversation.finish();
        return Finding.pass("It came back: " + message + ".");
    }

    /** Waits for the echo, and leaves the connection open; if something else comes, the script ends. */
    Message expect(Conversation conversation) throws InterruptedException {
        while (true) {
            Event event = conversation.next();
            if (event instanceof Frame frame && !frame.isControl()) {
                Optional<Message> message = conversation.assemble(frame);
                if (message.isPresent()) {
                    return compared(message.get());
                }
            } else if (event instanceof Frame frame && frame.is(Opcodes.CLOSE)) {
                throw refused(conversation, frame).thrown();
            } else if (event instanceof Event.End && payload.length > MAX_ORDINARY) {
                // A Close frame with 1009 is lost when the connection is ended over bytes that nobody reads.
                throw Finding.tolerated(
                                "It ended the TCP connection; perhaps " + payload.length + " bytes are too many.")
                        .thrown();
            } else if (!(event instanceof Frame)) {
                throw Finding.fail("Instead of the echo came " + event + ".").thrown();
            }
        }
    }

    private Message compared(Message message) {
        if (message.opcode() != opcode) {
            throw Finding.fail("It came back as " + message + ", and was sent as " + Opcodes.word(opcode) + ".")
                    .thrown();
        }
        int differs = Arrays.mismatch(payload, message.payload());
        if (differs >= 0) {
            throw Finding.fail("It came back as " + message + ", of " + payload.length
                            + " that were sent; the first difference is at byte " + differs + ".")
                    .thrown();
        }
        return message;
    }

    private Finding refused(Conversation conversation, Frame close) throws InterruptedException {
        conversation.finish();
        String observed = "Instead of the echo came " + close + ".";
        boolean forItsSize = close.closeCode() == 1009;
        // These two accuse the probe of having sent what no limit is about.
        boolean accuses = close.closeCode() == 1002 || close.closeCode() == 1007;
        boolean large = payload.length > MAX_ORDINARY && !accuses;
        // RFC 6455 §10.4 lets an endpoint have limits, and does not say how low; nor does §7.4.1 demand 1009 for it.
        if (forItsSize && large) {
            return Finding.pass(observed);
        }
        return forItsSize || large ? Finding.tolerated(observed) : Finding.fail(observed);
    }
}
