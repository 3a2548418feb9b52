package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.ReadyState;
import dev.parley.engine.Text;
import dev.parley.net.Connection;
import dev.parley.net.OutboundMeter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The other end of one WebSocket connection, as the server sees it. Any thread. */
public final class Peer {
    private final Connection connection;
    private final Request request;
    private final String protocol;
    private final long softLimitBytes;
    private final long hardLimitBytes;
    private final PeerEvents events;
    private final OutboundMeter outbound = new OutboundMeter();
    /** Whether somebody was told {@link Sent#BUFFERED} and not yet that it is over. */
    private volatile boolean drainOwed;
    /** Whether the channel has all it takes. Written by the event loop. */
    private volatile boolean channelFull;

    Peer(Connection connection, Request request, String protocol, ServerOptions options, PeerEvents events) {
        this.connection = connection;
        this.request = request;
        this.protocol = protocol;
        this.softLimitBytes = options.softLimitBytes();
        // One message of the largest size may be on its way without making its peer a slow one.
        this.hardLimitBytes = (long) options.hardLimitBytes() + options.limits().maxMessageBytes();
        this.events = events;
    }

    /** The request of the opening handshake: who asked, for which path, with which header fields. */
    public Request request() {
        return request;
    }

    /** Who it is, as a {@link Gate} has found: {@link Request#principal()} of the opening handshake. */
    public Optional<Object> principal() {
        return request.principal();
    }

    /** The subprotocol in use; empty for none. */
    public String protocol() {
        return protocol;
    }

    /** How many bytes of payload wait to be written. */
    public long bufferedAmount() {
        return outbound.payloadBytes();
    }

    public boolean isOpen() {
        return connection.state() == ReadyState.OPEN;
    }

    /** Sends a text message; lone surrogates become U+FFFD. What one thread sends arrives in that order. */
    public Sent send(String text) {
        return give(Opcode.TEXT, Text.encode(text));
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
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
        return give(kind, connection.isOnLoop() ? payload : copy(payload));
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
        int bytes = message.payload().remaining();
        if (outbound.cost() > hardLimitBytes) {
            return letGo();
        }
        outbound.acceptedOnLoop(bytes);
        return connection.send(message) ? sent() : notSent(bytes);
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
        return connection.ping(copy(payload));
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
        connection.close(new Close(code, reason));
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
        outbound.written(messages, payloadBytes, bytes);
        if (drainOwed && isDrained()) {
            connection.execute(this::drainIfOwed);
        }
    }

    /** Called on the event loop. */
    void compressed(long bytesLess) {
        outbound.compressed(bytesLess);
        drainIfOwed();
    }

    /** Called on the event loop. */
    void dropped(long payloadBytes) {
        outbound.dropped(payloadBytes);
        drainIfOwed();
    }

    /** Whether the channel has all it takes, pongs and all. Called on the event loop. */
    void channelFull(boolean full) {
        channelFull = full;
        updateReading();
    }

    private void drainIfOwed() {
        if (drainOwed && isDrained()) {
            drainOwed = false;
            updateReading();
            events.drained();
        }
    }

    /**
     * What goes out in answer to what comes in is thereby bounded: a peer that does not read is not read from. A client must
     * not do the same, or the two could wait for each other for ever.
     */
    private void updateReading() {
        if (connection.isOnLoop()) {
            connection.reading(!channelFull && !drainOwed);
        } else {
            // Judged there, not here: by then all may be written, and a late "no" would hold for ever.
            connection.execute(this::updateReading);
        }
    }

    private boolean isDrained() {
        return outbound.cost() <= softLimitBytes / 2;
    }

    private Sent give(Opcode kind, ByteBuffer payload) {
        int bytes = payload.remaining();
        if (outbound.cost() > hardLimitBytes) {
            return letGo();
        }
        if (connection.isOnLoop()) {
            outbound.acceptedOnLoop(bytes);
        } else {
            outbound.accepted(bytes);
        }
        return connection.send(kind, payload) ? sent() : notSent(bytes);
    }

    /** Too much waits already. */
    private Sent letGo() {
        boolean wasOpen = isOpen();
        connection.close(new Close(Close.POLICY_VIOLATION, "slow consumer"));
        return wasOpen ? Sent.DROPPED : Sent.CLOSED;
    }

    private Sent notSent(int bytes) {
        outbound.dropped(bytes);
        return Sent.CLOSED;
    }

    private Sent sent() {
        if (outbound.cost() <= softLimitBytes) {
            return Sent.FLUSHED;
        }
        if (!drainOwed) {
            drainOwed = true;
            updateReading();
        }
        if (isDrained()) {
            // All was written before we said that we wait for it: nobody would tell.
            connection.execute(this::drainIfOwed);
        }
        return Sent.BUFFERED;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
