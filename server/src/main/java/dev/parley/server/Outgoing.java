package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.net.Connection;
import dev.parley.net.OutboundMeter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What is on its way to a peer: how much of it there may be, and what becomes of the rest. Any thread. */
final class Outgoing {
    private final Peer peer;
    private final Connection connection;
    private final long softLimitBytes;
    private final long hardLimitBytes;
    private final SlowConsumer policy;
    private final OutboundMeter given = new OutboundMeter();
    /** Null where nothing that waits is given up. */
    private final @Nullable Backlog backlog;
    /** Whether somebody was told {@link Sent#BUFFERED} and not yet that it is over. */
    private volatile boolean drainOwed;

    private volatile boolean flushing;
    /** Whether the server is about to close it: what other threads send would come after the Close frame. */
    private volatile boolean leaving;

    /** @param hardLimitBytes over this much nothing more is accepted */
    Outgoing(Peer peer, Connection connection, ServerOptions options, long hardLimitBytes) {
        this.peer = peer;
        this.connection = connection;
        this.softLimitBytes = options.softLimitBytes();
        this.hardLimitBytes = hardLimitBytes;
        this.policy = options.slowConsumer();
        this.backlog = policy.givesUpWaiting() ? new Backlog(policy, options.hardLimitBytes()) : null;
    }

    /** How many bytes of payload wait to be written. */
    long payloadBytes() {
        return given.payloadBytes() + (backlog == null ? 0 : backlog.payloadBytes());
    }

    long givenUp() {
        return backlog == null ? 0 : backlog.givenUp();
    }

    boolean isDrainOwed() {
        return drainOwed;
    }

    /** From now on nothing is accepted but what the event loop itself sends. */
    void leave() {
        leaving = true;
    }

    /** The connection is about to be closed: what was accepted goes before that, and can be given up no more. */
    void handOver() {
        if (backlog == null) {
            return;
        }
        if (connection.isOnLoop()) {
            flushBacklog(Long.MAX_VALUE);
        } else {
            connection.execute(() -> flushBacklog(Long.MAX_VALUE));
        }
    }

    // ---- messages ----

    /** @param payload is lent on the event loop, and given elsewhere */
    Sent send(Opcode kind, ByteBuffer payload) {
        if (backlog != null) {
            return giveToBacklog(backlog, kind, payload, null);
        }
        int bytes = payload.remaining();
        if (given.cost() > hardLimitBytes) {
            return tooSlow();
        }
        if (connection.isOnLoop()) {
            given.acceptedOnLoop(bytes);
        } else if (leaving) {
            return Sent.CLOSED;
        } else {
            given.accepted(bytes);
        }
        return connection.send(kind, payload) ? sent() : notSent(bytes);
    }

    /** @param payload is lent */
    Sent sendLatest(Object key, Opcode kind, ByteBuffer payload) {
        return backlog == null
                ? send(kind, connection.isOnLoop() ? payload : copy(payload))
                : giveToBacklog(backlog, kind, payload, key);
    }

    /** On the event loop. */
    Sent send(PreparedMessage message) {
        if (backlog != null) {
            return giveToBacklog(backlog, message.kind(), message.payload(), null);
        }
        int bytes = message.payload().remaining();
        if (given.cost() > hardLimitBytes) {
            return tooSlow();
        }
        given.acceptedOnLoop(bytes);
        return connection.send(message) ? sent() : notSent(bytes);
    }

    /**
     * Part of a message that is written bit by bit. Its writer waits for the peer, so it is counted, and not limited.
     *
     * @param fragment is given
     * @param sent called on the event loop when the connection has it
     */
    boolean sendFragment(Opcode kind, ByteBuffer fragment, boolean last, Runnable sent) {
        int bytes = fragment.remaining();
        given.accepted(bytes);
        if (!peer.isOpen()) {
            given.dropped(bytes);
            return false;
        }
        connection.execute(() -> {
            if (!connection.sendPart(kind, fragment, last)) {
                given.dropped(bytes);
            } else if (!last) {
                peer.partSent();
            }
            sent.run();
        });
        return true;
    }

    private Sent notSent(int bytes) {
        given.dropped(bytes);
        return Sent.CLOSED;
    }

    private Sent tooSlow() {
        boolean wasOpen = peer.isOpen();
        if (policy != SlowConsumer.DROP_NEWEST) {
            connection.close(new Close(Close.POLICY_VIOLATION, "slow consumer"));
        }
        return wasOpen ? Sent.DROPPED : Sent.CLOSED;
    }

    /** What to say of a message that was accepted. */
    private Sent sent() {
        if (cost() <= softLimitBytes) {
            return Sent.FLUSHED;
        }
        if (!drainOwed) {
            drainOwed = true;
            peer.updateReading();
        }
        if (isDrained()) {
            // All was written before we said that we wait for it: nobody would tell.
            connection.execute(this::drainIfOwed);
        }
        return Sent.BUFFERED;
    }

    // ---- what can still be given up ----

    /** All of it goes this way, in one order, and on from there on the event loop. */
    private Sent giveToBacklog(Backlog waiting, Opcode kind, ByteBuffer payload, @Nullable Object key) {
        boolean onLoop = connection.isOnLoop();
        if (!peer.isOpen() || leaving && !onLoop) {
            return Sent.CLOSED;
        }
        if (!waiting.add(new Backlog.Waiting(kind, copy(payload)), key)) {
            return tooSlow();
        }
        if (onLoop) {
            flushBacklog(softLimitBytes);
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
                flushBacklog(softLimitBytes);
                drainIfOwed();
            });
        }
    }

    /** Hands over what waits here, while no more than so much waits there. On the event loop. */
    private void flushBacklog(long limit) {
        Backlog waiting = backlog;
        while (waiting != null && given.cost() <= limit) {
            Backlog.Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            int bytes = next.payload().remaining();
            given.acceptedOnLoop(bytes);
            if (!connection.send(next.kind(), next.payload())) {
                given.dropped(bytes);
            }
        }
    }

    // ---- what became of it; on the event loop ----

    /** Perhaps called by a send of the handler's own: what follows from it comes later. */
    void written(int messages, long payloadBytes, long bytes) {
        given.written(messages, payloadBytes, bytes);
        if (drainOwed && isDrained()) {
            connection.execute(this::drainIfOwed);
        }
        if (backlog != null && !backlog.isEmpty() && given.cost() <= softLimitBytes / 2) {
            flushSoon();
        }
    }

    void compressed(long bytesLess) {
        given.compressed(bytesLess);
        drainIfOwed();
    }

    void dropped(long payloadBytes) {
        given.dropped(payloadBytes);
        drainIfOwed();
    }

    private void drainIfOwed() {
        if (drainOwed && isDrained()) {
            drainOwed = false;
            peer.drained();
        }
    }

    private boolean isDrained() {
        return cost() <= softLimitBytes / 2;
    }

    private long cost() {
        return given.cost() + (backlog == null ? 0 : backlog.cost());
    }

    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
