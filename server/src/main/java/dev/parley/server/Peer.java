package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.ReadyState;
import dev.parley.engine.Text;
import dev.parley.net.Connection;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The other end of one WebSocket connection, as the server sees it. Any thread.
 *
 * <pre>{@code
 * public void onText(Peer peer, String text) {
 *     if (peer.send(text) == Sent.BUFFERED) {
 *         peer.pause(); // it is slow: hear no more of it until onDrain
 *     }
 * }
 *
 * public void onDrain(Peer peer) {
 *     peer.resume();
 * }
 * }</pre>
 */
public final class Peer {
    private final Connection connection;
    private final Request request;
    private final String route;
    private final String protocol;
    private final PeerEvents events;
    private final Outgoing outgoing;
    /** Whether the channel has all it takes. Written by the event loop. */
    private volatile boolean channelFull;
    /** Whether the application wants no messages for now. */
    private volatile boolean paused;

    private volatile boolean ended;
    /** The message that is being written; null for none. */
    private volatile @Nullable MessageOutput output;

    Peer(
            Connection connection,
            Request request,
            String route,
            String protocol,
            ServerOptions options,
            PeerEvents events) {
        this.connection = connection;
        this.request = request;
        this.route = route;
        this.protocol = protocol;
        this.events = events;
        // One message of the largest size may be on its way without making its peer a slow one.
        long largest = events.takesFragments() ? 0 : options.limits().maxMessageBytes();
        this.outgoing = new Outgoing(this, connection, options, options.hardLimitBytes() + largest);
    }

    /** The request of the opening handshake: who asked, for which path, with which header fields. */
    public Request request() {
        return request;
    }

    /** Who it is, as a {@link Gate} has found: {@link Request#principal()} of the opening handshake. */
    public Optional<Object> principal() {
        return request.principal();
    }

    /** The path that its handler was registered for: unlike what was asked for, one of few. */
    public String route() {
        return route;
    }

    /** The subprotocol in use; empty for none. */
    public String protocol() {
        return protocol;
    }

    /** How many bytes of payload wait to be written. */
    public long bufferedAmount() {
        return outgoing.payloadBytes();
    }

    /** How many messages were accepted, and given up or replaced while they waited, by {@link SlowConsumer}. */
    public long givenUp() {
        return outgoing.givenUp();
    }

    public boolean isOpen() {
        return !ended && connection.state() == ReadyState.OPEN;
    }

    /** Sends a text message; lone surrogates become U+FFFD. What one thread sends arrives in that order. */
    public Sent send(String text) {
        return outgoing.send(Opcode.TEXT, Text.encode(text));
    }

    /** Sends a binary message: the bytes from position to limit, which are copied; the position stays. */
    public Sent send(ByteBuffer bytes) {
        return send(Opcode.BINARY, bytes);
    }

    /**
     * Sends a message.
     *
     * @param kind {@link Opcode#BINARY}, or {@link Opcode#TEXT} if the bytes are known to be UTF-8: they are not checked
     * @param payload the bytes from position to limit, which are copied; the position stays
     */
    public Sent send(Opcode kind, ByteBuffer payload) {
        requireMessage(kind);
        return outgoing.send(kind, connection.isOnLoop() ? payload : Outgoing.copy(payload));
    }

    /** Sends a text message that makes earlier ones with the same key superfluous: see {@link #sendLatest(Object, Opcode, ByteBuffer)}. */
    public Sent sendLatest(Object key, String text) {
        return sendLatest(key, Opcode.TEXT, Text.encode(text));
    }

    /**
     * Sends a message that makes earlier ones with the same key superfluous. With {@link SlowConsumer#KEEP_LATEST} one that still waits
     * is replaced; otherwise this is {@link #send(Opcode, ByteBuffer)}.
     *
     * @param key compared by {@code equals}
     */
    public Sent sendLatest(Object key, Opcode kind, ByteBuffer payload) {
        requireMessage(kind);
        return outgoing.sendLatest(key, kind, payload);
    }

    /**
     * Sends a message while it is written, in fragments, so that nobody holds all of it; it is not compressed. Writing blocks while
     * the peer is slow, and must not be done on the event loop. Messages that are sent meanwhile follow when it is closed. Pings are
     * not held up.
     *
     * @param kind {@link Opcode#BINARY}, or {@link Opcode#TEXT} if the bytes are known to be UTF-8: they are not checked
     * @return to be written by one thread, and closed, which ends the message; throws when the connection is closed before
     * @throws IllegalStateException while another one is not closed
     */
    public synchronized OutputStream stream(Opcode kind) {
        requireMessage(kind);
        if (output != null) {
            throw new IllegalStateException("Another message is being written, and not closed.");
        }
        MessageOutput message = new MessageOutput(this, kind);
        output = message;
        return message;
    }

    /**
     * Wants no messages until {@link #resume}: what has been read is kept, and TCP makes the peer wait, it alone. Called by the handler
     * in a message's turn, no further message comes. Pings are not answered meanwhile.
     */
    public void pause() {
        paused = true;
        updateReading();
    }

    /** Wants messages again. */
    public void resume() {
        paused = false;
        updateReading();
    }

    /**
     * Sends a message that other peers of the same event loop get, too: it is encoded once, and compressed once, for all of them.
     *
     * @throws IllegalStateException if this is not the peer's {@link #loop}
     */
    public Sent send(PreparedMessage message) {
        if (!connection.isOnLoop()) {
            throw new IllegalStateException("A prepared message is sent on the peer's loop.");
        }
        return outgoing.send(message);
    }

    /** Whether the caller is on {@link #loop}. */
    public boolean isOnLoop() {
        return connection.isOnLoop();
    }

    /** The event loop of this peer, the same object for all peers of that loop; what it is given it does in order, and must not block. */
    public Executor loop() {
        return connection.loop();
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes, which are copied
     * @return whether the connection was open
     */
    public boolean ping(ByteBuffer payload) {
        if (payload.remaining() > 125) {
            throw new IllegalArgumentException("A ping carries at most 125 bytes.");
        }
        return connection.ping(Outgoing.copy(payload));
    }

    /** How long it took to answer the last of the pings by which the server looks after it; empty before it has answered one. */
    public Optional<Duration> roundTrip() {
        long nanos = connection.roundTripNanos();
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** Closes with 1000. */
    public void close() {
        close(Close.NORMAL, "");
    }

    /**
     * Begins the closing handshake, unless it has begun. Messages that come in before the peer answers are still handed on.
     *
     * @throws IllegalArgumentException if the code may not be sent, or the reason is over 123 bytes of UTF-8
     */
    public void close(int code, String reason) {
        close(new Close(code, reason));
    }

    /** Ends the connection at once, without a closing handshake. */
    public void abort() {
        connection.abort();
    }

    @Override
    public String toString() {
        return request.remoteAddress() + " " + request.path();
    }

    /** Called on the event loop. */
    void pong(ByteBuffer payload) {
        connection.pong(payload);
    }

    /** Called on the event loop, perhaps by a send of the handler's own: what follows from it comes later. */
    void written(int messages, long payloadBytes, long bytes) {
        outgoing.written(messages, payloadBytes, bytes);
    }

    /** A part of a message, and not its last one, was sent. Called on the event loop. */
    void partSent() {
        events.partSent();
    }

    /** Called on the event loop. */
    void ended() {
        ended = true;
        tellOutput();
    }

    private void tellOutput() {
        MessageOutput writing = output;
        if (writing != null) {
            writing.changed();
        }
    }

    /** The message that was being written is at its end. */
    void messageEnded() {
        output = null;
    }

    /**
     * @param fragment is given
     * @param sent called on the event loop when the connection has it
     */
    boolean sendFragment(Opcode kind, ByteBuffer fragment, boolean last, Runnable sent) {
        return outgoing.sendFragment(kind, fragment, last, sent);
    }

    /** Whether the channel has all it takes. */
    boolean isChannelFull() {
        return channelFull;
    }

    void mustNotBeOnLoop() {
        if (connection.isOnLoop()) {
            throw new IllegalStateException("To write a message may block, which the event loop must not.");
        }
    }

    /** Called on the event loop. */
    void compressed(long bytesLess) {
        outgoing.compressed(bytesLess);
    }

    /** Called on the event loop. */
    void dropped(long payloadBytes) {
        outgoing.dropped(payloadBytes);
    }

    /** Whether the channel has all it takes, pongs and all. Called on the event loop. */
    void channelFull(boolean full) {
        channelFull = full;
        updateReading();
        tellOutput();
    }

    /** The server leaves: soon, and no later than its deadline, {@link #leave}. */
    void beginLeaving() {
        if (!events.isElsewhere()) { // a handler elsewhere may still answer what it has not come to
            outgoing.leave();
        }
    }

    /** Closes after what the handler was given before. */
    void leave(Close close) {
        events.afterCalls(() -> {
            outgoing.leave();
            close(close);
        });
    }

    void closeAtOnce(Close close) {
        if (isOpen()) {
            close(close);
        }
    }

    private void close(Close close) {
        outgoing.handOver();
        connection.close(close);
    }

    /** On the event loop; not now, but soon. */
    void execute(Runnable task) {
        connection.execute(task);
    }

    /** After a {@link Sent#BUFFERED} enough has been written. Called on the event loop. */
    void drained() {
        updateReading();
        events.drained();
    }

    /**
     * What goes out in answer to what comes in is thereby bounded: a peer that does not read is not read from. A client must
     * not do the same, or the two could wait for each other for ever.
     */
    void updateReading() {
        if (connection.isOnLoop()) {
            connection.reading(!channelFull && !outgoing.isDrainOwed() && !paused && !events.isBehind());
        } else {
            // Judged there, not here: by then all may be written, and a late "no" would hold for ever.
            connection.execute(this::updateReading);
        }
    }

    private static void requireMessage(Opcode kind) {
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
    }
}
