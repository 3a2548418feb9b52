package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the peer's data frames together into messages, inflates them, and notes the rules about whole messages that one of
 * them breaks: UTF-8, and what was agreed on for compression. One caller at a time.
 */
final class MessageReader {
    private final Role peer;
    private final int mostBytes;
    private final Optional<DeflateTerms> terms;
    private final DeflateBlocks blocks;
    private final List<String> violations = new ArrayList<>();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private int opcode;
    private boolean compressed;

    /** @param mostBytes what a message may have, before and after it is inflated */
    MessageReader(Role peer, Optional<DeflateTerms> terms, int mostBytes) {
        this.mostBytes = mostBytes;
        this.peer = peer;
        this.terms = terms;
        this.blocks =
                new DeflateBlocks(terms.map(agreed -> agreed.takeover(peer)).orElse(false), mostBytes);
    }

    /** Takes a data frame; returns the message if it was the last one of it. */
    Optional<Message> add(Frame frame) {
        if (!frame.is(Opcodes.CONTINUATION)) {
            payload.reset();
            opcode = frame.opcode();
            compressed = terms.isPresent() && (frame.reserved() & Frame.RSV1) != 0;
        }
        if (payload.size() + frame.payload().length > mostBytes) {
            throw Finding.fail("Its message has more than " + mostBytes + " bytes, which nobody asked for.")
                    .thrown();
        }
        payload.writeBytes(frame.payload());
        if (!frame.fin()) {
            return Optional.empty();
        }
        byte[] wire = payload.toByteArray();
        payload.reset();
        Message message = compressed ? inflated(wire) : new Message(opcode, wire, false, 0, wire);
        if (message.opcode() == Opcodes.TEXT && !Utf8.isValid(message.payload())) {
            violations.add("A text message of the peer is not UTF-8 (RFC 6455 §5.6).");
        }
        return Optional.of(message);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    private Message inflated(byte[] wire) {
        try {
            DeflateBlocks.Inflated inflated = blocks.inflate(wire);
            int window = terms.orElseThrow().window(peer);
            if (inflated.largestDistance() > window) {
                violations.add("The peer's compressed data refers " + inflated.largestDistance()
                        + " bytes back, and the window agreed on has " + window + " (RFC 7692 §7.1.2).");
            }
            return new Message(opcode, inflated.output(), true, inflated.largestDistance(), wire);
        } catch (InvalidDeflate e) {
            violations.add("The peer's compressed message cannot be inflated: " + e.getMessage() + tail(wire));
            return new Message(opcode, new byte[0], true, 0, wire);
        }
    }

    private static String tail(byte[] wire) {
        // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
        int end = wire.length;
        boolean left =
                end >= 4 && wire[end - 1] == -1 && wire[end - 2] == -1 && wire[end - 3] == 0 && wire[end - 4] == 0;
        return left ? " It still ends with 00 00 ff ff (RFC 7692 §7.2.1)." : " (RFC 7692 §7.2.1).";
    }
}
