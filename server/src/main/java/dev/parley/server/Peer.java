package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.ReadyState;
import dev.parley.engine.Text;
import dev.parley.net.Connection;
import dev.parley.net.OutboundMeter;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The other end of one WebSocket connection, as the server sees it. Any thread. */
public final class Peer {
    private final Connection connection;
    private final Request request;
    private final String route;
    private final String protocol;
    private final long softLimitBytes;
    private final long hardLimitBytes;
    private final PeerEvents events;
    private final OutboundMeter outbound = new OutboundMeter();
    private final SlowConsumer policy;
    /** Null where nothing that waits is given up. */
    private final @Nullable Backlog backlog;
    /** Whether somebody was told {@link Sent#BUFFERED} and not yet that it is over. */
    private volatile boolean drainOwed;
    /** Whether the channel has all it takes. Written by the event loop. */
    private volatile boolean channelFull;
    /** Whether the application wants no messages for now. */
    private volatile boolean paused;

    private volatile boolean flushing;
    private volatile boolean ended;
    /** The message that is being written; null for none. */
    private volatile @Nullable MessageOutput output;
    /** Whether the server is about to close it: what other threads send would come after the Close frame. */
    private volatile boolean leaving;

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
        this.softLimitBytes = options.softLimitBytes();
        // One message of the largest size may be on its way without making its peer a slow one.
        this.hardLimitBytes = options.hardLimitBytes()
                + (events.takesFragments() ? 0L : options.limits().maxMessageBytes());
        this.policy = options.slowConsumer();
        this.backlog = policy.givesUpWaiting() ? new Backlog(policy, options.hardLimitBytes()) : null;
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
        return outbound.payloadBytes() + (backlog == null ? 0 : backlog.payloadBytes());
    }

    /** How many messages were accepted, and given up or replaced while they waited, by {@link SlowConsumer}. */
    public long givenUp() {
        return backlog == null ? 0 : backlog.givenUp();
    }

    public boolean isOpen() {
        return !ended && connection.state() == ReadyState.OPEN;
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
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
        return backlog == null ? send(kind, payload) : giveToBacklog(backlog, kind, payload, key);
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
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
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
        if (backlog != null) {
            return giveToBacklog(backlog, message.kind(), message.payload(), null);
        }
        int bytes = message.payload().remaining();
        if (outbound.cost() > hardLimitBytes) {
            return tooSlow();
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
        if (backlog != null && !backlog.isEmpty() && hasRoom()) {
            flushSoon();
        }
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
        int bytes = fragment.remaining();
        outbound.accepted(bytes);
        if (!isOpen()) {
            outbound.dropped(bytes);
            return false;
        }
        connection.execute(() -> {
            if (!connection.sendPart(kind, fragment, last)) {
                outbound.dropped(bytes);
            }
            sent.run();
        });
        return true;
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
        tellOutput();
    }

    /** The server leaves: soon, and no later than its deadline, {@link #leave}. */
    void beginLeaving() {
        leaving = !events.isElsewhere(); // a handler elsewhere may still answer what it has not come to
    }

    /** Closes after what the handler was given before. */
    void leave(Close close) {
        events.afterCalls(() -> {
            leaving = true;
            connection.close(close);
        });
    }

    void closeAtOnce(Close close) {
        if (isOpen()) {
            connection.close(close);
        }
    }

    /** On the event loop; not now, but soon. */
    void execute(Runnable task) {
        connection.execute(task);
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
    void updateReading() {
        if (connection.isOnLoop()) {
            connection.reading(!channelFull && !drainOwed && !paused && !events.isBehind());
        } else {
            // Judged there, not here: by then all may be written, and a late "no" would hold for ever.
            connection.execute(this::updateReading);
        }
    }

    private boolean isDrained() {
        return cost() <= softLimitBytes / 2;
    }

    /** Whether the connection takes more before it is full. */
    private boolean hasRoom() {
        return outbound.cost() <= softLimitBytes / 2;
    }

    private long cost() {
        return outbound.cost() + (backlog == null ? 0 : backlog.cost());
    }

    private Sent give(Opcode kind, ByteBuffer payload) {
        if (backlog != null) {
            return giveToBacklog(backlog, kind, payload, null);
        }
        int bytes = payload.remaining();
        if (outbound.cost() > hardLimitBytes) {
            return tooSlow();
        }
        if (connection.isOnLoop()) {
            outbound.acceptedOnLoop(bytes);
        } else if (leaving) {
            return Sent.CLOSED;
        } else {
            outbound.accepted(bytes);
        }
        return connection.send(kind, payload) ? sent() : notSent(bytes);
    }

    private Sent notSent(int bytes) {
        outbound.dropped(bytes);
        return Sent.CLOSED;
    }

    private Sent tooSlow() {
        boolean wasOpen = isOpen();
        if (policy != SlowConsumer.DROP_NEWEST) {
            connection.close(new Close(Close.POLICY_VIOLATION, "slow consumer"));
        }
        return wasOpen ? Sent.DROPPED : Sent.CLOSED;
    }

    /** All of it goes this way, in one order, and on from there on the event loop. */
    private Sent giveToBacklog(Backlog waiting, Opcode kind, ByteBuffer payload, @Nullable Object key) {
        if (!isOpen()) {
            return Sent.CLOSED;
        }
        if (!waiting.add(new Backlog.Waiting(kind, copy(payload)), key)) {
            return tooSlow();
        }
        if (connection.isOnLoop()) {
            flushBacklog();
        } else {
            flushSoon();
        }
        return sent();
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true; // two at once do no harm
            connection.execute(() -> {
                flushing = false;
                flushBacklog();
                drainIfOwed();
            });
        }
    }

    private void flushBacklog() {
        Backlog waiting = backlog;
        while (waiting != null && outbound.cost() <= softLimitBytes) {
            Backlog.Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            int bytes = next.payload().remaining();
            outbound.acceptedOnLoop(bytes);
            if (!connection.send(next.kind(), next.payload())) {
                outbound.dropped(bytes);
            }
        }
    }

    /** What to say of a message that was accepted. */
    private Sent sent() {
        if (cost() <= softLimitBytes) {
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
