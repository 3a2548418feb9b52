package dev.parley.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * An open WebSocket connection to the endpoint under test: frames go out as they are, frames come in and are judged, every
 * one. One caller at a time.
 */
final class Conversation {
    /** How long a good peer may take to end in peace: this, or the part of much patience. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final int PART_OF_PATIENCE = 6;

    private final Role peer;
    private final Wire wire;
    private final ProbeOptions options;
    private final FrameWriter writer;
    private final FrameReader reader;
    private final MessageReader messages;
    private final Optional<DeflateTerms> terms;
    private boolean closeSeen;
    private boolean closeSent;
    private boolean watchesEnd;
    private Optional<Event> peeked = Optional.empty();

    /**
     * @param wire on which the opening handshake is done
     * @param mostBytes what a message of the peer may have
     */
    Conversation(Role peer, Wire wire, ProbeOptions options, Optional<DeflateTerms> terms, int mostBytes) {
        this.peer = peer;
        this.wire = wire;
        this.options = options;
        this.terms = terms;
        this.writer = FrameWriter.to(peer);
        this.reader = new FrameReader(peer, terms.isPresent(), mostBytes);
        this.messages = new MessageReader(peer, terms, mostBytes);
    }

    Role peer() {
        return peer;
    }

    Wire wire() {
        return wire;
    }

    ProbeOptions options() {
        return options;
    }

    FrameWriter writer() {
        return writer;
    }

    /** Whether permessage-deflate is agreed. */
    boolean isCompressed() {
        return terms.isPresent();
    }

    /** What was agreed on for compression; only where {@link #isCompressed}. */
    DeflateTerms terms() {
        return terms.orElseThrow();
    }

    /** The peer's masking keys so far. */
    List<Integer> keys() {
        return reader.keys();
    }

    void send(Frame... frames) {
        for (Frame frame : frames) {
            closeSent |= frame.is(Opcodes.CLOSE);
        }
        sendBytes(writer.write(frames));
    }

    /** Sends a message compressed by itself, within what was agreed on. */
    void sendCompressed(int opcode, byte[] payload) {
        int bits = terms().bits(peer.other());
        send(Frame.of(
                        opcode,
                        Compressor.compress(payload, Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY, bits))
                .withReserved(Frame.RSV1));
    }

    void sendBytes(byte[] bytes) {
        wire.write(bytes);
    }

    /**
     * The next frame that is not a ping, pings being answered on the way, up to a Close frame; waits for it as long as there
     * is patience.
     */
    Event next() throws InterruptedException {
        return next(options.patience());
    }

    /** What {@link #next} will return, if it comes in this time. */
    Event peek(Duration wait) throws InterruptedException {
        Event event = next(wait);
        if (event instanceof Frame) {
            peeked = Optional.of(event);
        }
        return event;
    }

    /** @param wait how long nothing at all may come */
    Event next(Duration wait) throws InterruptedException {
        if (peeked.isPresent()) {
            Event event = peeked.get();
            peeked = Optional.empty();
            return event;
        }
        long began = System.nanoTime();
        while (true) {
            Optional<Frame> frame = reader.next();
            if (frame.isPresent() && frame.get().is(Opcodes.PING) && !closeSeen) {
                send(new Frame(true, 0, Opcodes.PONG, frame.get().payload()));
            } else if (frame.isPresent()) {
                closeSeen |= frame.get().is(Opcodes.CLOSE);
                return frame.get();
            } else if (reader.lost()) {
                throw Finding.fail("The peer's bytes make no sense as frames.").thrown();
            } else {
                long left = Math.max(began, wire.lastMove()) + wait.toNanos() - System.nanoTime();
                byte[] more = wire.take(Duration.ofNanos(Math.max(0, left)));
                reader.feed(more);
                if (more.length == 0 && wire.ended()) {
                    return new Event.End();
                }
                if (more.length == 0 && left <= 0) {
                    return new Event.Silence();
                }
            }
        }
    }

    /** The next message, pongs left aside; anything else ends the script. */
    Message message() throws InterruptedException {
        while (true) {
            Event event = next();
            if (event instanceof Frame frame && !frame.isControl()) {
                Optional<Message> message = messages.add(frame);
                if (message.isPresent()) {
                    return message.get();
                }
            } else if (!(event instanceof Frame frame && frame.is(Opcodes.PONG))) {
                throw Finding.fail("Instead of a message came " + event + ".").thrown();
            }
        }
    }

    /** The rules that the peer broke so far, whatever the case was about. */
    List<String> violations() {
        List<String> all = new ArrayList<>(reader.violations());
        all.addAll(messages.violations());
        return all;
    }

    /** Puts a data frame that {@link #next} brought together with its message; empty while that goes on. */
    Optional<Message> assemble(Frame frame) {
        return messages.add(frame);
    }

    /** Says that bytes were sent which contain a Close frame. */
    void closeIsSent() {
        closeSent = true;
    }

    /** Sends a Close frame, unless one was sent. */
    void answerClose() {
        if (!closeSent) {
            send(Frame.close(1000));
        }
    }

    /** Says that the case is about the end of the connection, so that what comes after a Close frame is waited for. */
    void watchEnd() {
        watchesEnd = true;
    }

    /** Notes what a client still sends after its Close frame, and ends the TCP connection as servers do. */
    void watchAndLeave() throws InterruptedException {
        // To wait costs a client of few connections more than it is worth where the case is about something else.
        Duration wait = watchesEnd ? options.quiet() : Duration.ofNanos(1);
        long until = System.nanoTime() + options.quiet().toNanos();
        while (System.nanoTime() < until && next(wait) instanceof Frame) {
            // What came along with the Close frame, or shortly after it; the reader judges it.
        }
        wire.close();
    }

    /** A good peer answers at once. One that does not is not worth much time. */
    private Duration grace() {
        Duration part = options.patience().dividedBy(PART_OF_PATIENCE);
        Duration grace = part.compareTo(GRACE) > 0 ? part : GRACE;
        return options.patience().compareTo(grace) < 0 ? options.patience() : grace;
    }

    /**
     * Ends the connection in peace, and judges nothing of it but its frames: how a connection is closed has cases of its own.
     */
    void finish() throws InterruptedException {
        answerClose();
        Duration wait = grace();
        while (!wire.closed() && !(closeSeen && peer == Role.CLIENT) && next(wait) instanceof Frame) {
            // Whatever it is, the reader judges it.
        }
        wire.close();
    }
}
