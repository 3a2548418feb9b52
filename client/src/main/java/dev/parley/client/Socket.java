package dev.parley.client;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Headers;
import dev.parley.engine.Opcode;
import dev.parley.engine.Text;
import dev.parley.engine.Violation;
import dev.parley.net.Connection;
import dev.parley.net.ConnectionHandler;
import dev.parley.net.DialListener;
import dev.parley.net.OutboundMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link WebSocket} or its kin, from dialling to its end: brings what happens on the event loop to the task queue,
 * and keeps the ready state. Any thread.
 *
 * <p>The steps are those of the WHATWG WebSockets standard §4; "queue a task" is {@code tasks.add}.
 */
final class Socket {
    /** So many bytes of messages may wait for slow listeners before reading from the server pauses. */
    static final int BACKLOG_HIGH_BYTES = 256 * 1024;

    private static final int BACKLOG_LOW_BYTES = BACKLOG_HIGH_BYTES / 2;

    private final WebSocketUrl url;
    private final List<String> protocols;
    private final WebSocketOptions options;
    private final TaskQueue tasks;
    private final SocketEvents events;

    private final AtomicInteger readyState = new AtomicInteger(WebSocket.CONNECTING);
    private final OutboundMeter outbound = new OutboundMeter();
    private final AtomicLong backlog = new AtomicLong();
    private volatile String protocol = "";
    private volatile String extensions = "";
    private volatile boolean paused;
    /** Keeps what is sent behind a blob of a file in its place. */
    private final PartSender parts = new PartSender(outbound, this::fail);
    /** Guarded by this: which of the two exists decides how the attempt is given up. */
    private @Nullable Opening opening;

    private @Nullable Connection connection;
    private volatile @Nullable String failure;

    Socket(WebSocketUrl url, List<String> protocols, WebSocketOptions options, TaskQueue tasks, SocketEvents events) {
        this.url = url;
        this.protocols = protocols;
        this.options = options;
        this.tasks = tasks;
        this.events = events;
    }

    void connect() {
        if (BlockedPorts.contains(url.port())) {
            StayAlive.opened();
            ended(
                    "Port " + url.port() + " is for another protocol, and blocked: " + url.printable(),
                    false,
                    Close.ABNORMAL,
                    "");
            return;
        }
        Opening begun = new Opening(url, protocols, options, new Dialling());
        synchronized (this) {
            opening = begun;
        }
        StayAlive.opened();
        begun.start();
    }

    int readyState() {
        return readyState.get();
    }

    long bufferedAmount() {
        return outbound.payloadBytes();
    }

    String protocol() {
        return protocol;
    }

    String extensions() {
        return extensions;
    }

    /** What waits to be sent costs so much memory, about, in bytes. */
    long waitingCost() {
        return outbound.cost();
    }

    /** @param payload given: must not change any more */
    void send(Opcode kind, ByteBuffer payload) {
        // "increase the bufferedAmount attribute by the length", also when closing or closed
        outbound.accepted(payload.remaining());
        Connection open = openConnectionUnlessFull();
        if (open != null && (parts.isIdle() || !parts.defer(() -> open.send(kind, payload)))) {
            open.send(kind, payload);
        }
    }

    /** Sends a binary message, which is read as the network takes it if it lies in a file. */
    void send(Blob blob) {
        if (blob.isInMemory()) {
            send(Opcode.BINARY, blob.bytes());
            return;
        }
        // "increase the bufferedAmount attribute by the size of the Blob object's raw data, in bytes"
        outbound.acceptedForParts(blob.size());
        Connection open = openConnectionUnlessFull();
        if (open != null) {
            parts.send(open, blob);
        }
    }

    private @Nullable Connection openConnectionUnlessFull() {
        Connection open = openConnection();
        if (open != null && outbound.cost() > options.maxBufferedAmount()) {
            // "flag the WebSocket as full and then close the WebSocket connection"
            fail("more than " + options.maxBufferedAmount() + " bytes wait to be sent");
            return null;
        }
        return open;
    }

    /** Ends the established connection for a reason of our own. Any thread. */
    void fail(String why) {
        Connection established;
        synchronized (this) {
            established = connection;
        }
        if (established != null) {
            failure = why;
            advanceTo(WebSocket.CLOSING);
            established.abort();
        }
    }

    void close(Close close) {
        int before = readyState.getAndAccumulate(WebSocket.CLOSING, Math::max);
        if (before >= WebSocket.CLOSING) {
            return;
        }
        Opening attempt;
        Connection established;
        synchronized (this) {
            attempt = opening;
            established = connection;
        }
        if (established == null) {
            // "If the WebSocket connection is not yet established": fail it
            if (attempt != null) {
                attempt.cancel();
            }
        } else if (before == WebSocket.CONNECTING) {
            giveUp(established);
        } else {
            if (!events.wantsMessagesWhileClosing()) {
                // What waits for listeners will find the socket closing; the server's answer must not wait with it.
                established.reading(true);
            }
            if (parts.isIdle() || !parts.defer(() -> established.close(close))) {
                established.close(close);
            }
        }
    }

    /** Ends the connection, or the attempt to connect, without a closing handshake. */
    void abort(String why) {
        failure = why;
        advanceTo(WebSocket.CLOSING);
        Opening attempt;
        Connection established;
        synchronized (this) {
            attempt = opening;
            established = connection;
        }
        if (established != null) {
            established.abort();
        } else if (attempt != null) {
            attempt.cancel();
        }
    }

    /** A message that counted so much waits no longer. Any thread. */
    void taken(long cost) {
        if (backlog.addAndGet(-cost) < BACKLOG_LOW_BYTES && paused) {
            pause(false);
        }
    }

    private void pause(boolean pause) {
        synchronized (this) {
            paused = pause;
            if (connection != null) {
                connection.reading(!pause);
            }
        }
    }

    /** The connection was established, but the socket was closed before its open event. */
    private void giveUp(Connection established) {
        failure = "closed before the connection was established";
        established.abort();
    }

    private synchronized @Nullable Connection openConnection() {
        return readyState.get() == WebSocket.OPEN ? connection : null;
    }

    private void advanceTo(int state) {
        readyState.accumulateAndGet(state, Math::max);
    }

    private void ended(String error, boolean wasClean, int code, String reason) {
        tasks.add(() -> {
            advanceTo(WebSocket.CLOSED);
            if (!error.isEmpty()) {
                events.error(error);
            }
            events.close(wasClean, code, reason);
            StayAlive.closed();
        });
    }

    private final class Dialling implements DialListener {
        @Override
        public ConnectionHandler onAccepted(ClientHandshake.Accepted accepted) {
            return new Open(accepted);
        }

        @Override
        public void onRefused(int status, Headers headers) {
            events.refused(status, headers);
        }

        @Override
        public void onFailed(String why) {
            ended("Could not connect to " + url.printable() + ": " + why, false, Close.ABNORMAL, "");
        }
    }

    /** What happens on the open connection. Called on its event loop. */
    private final class Open implements ConnectionHandler {
        private final ClientHandshake.Accepted accepted;
        private @Nullable Connection established;
        /** Confined to the task queue. */
        private @Nullable Spill spill;

        Open(ClientHandshake.Accepted accepted) {
            this.accepted = accepted;
        }

        @Override
        public void onOpen(Connection opened) {
            established = opened;
            synchronized (Socket.this) {
                connection = opened;
            }
            if (readyState.get() != WebSocket.CONNECTING) {
                giveUp(opened);
                return;
            }
            options.keepAlive()
                    .ifPresent(ask -> opened.keepAlive(
                            ask.interval().toMillis(), ask.patience().toMillis()));
            tasks.add(() -> {
                extensions = accepted.agreement().toString();
                protocol = accepted.protocol();
                if (readyState.compareAndSet(WebSocket.CONNECTING, WebSocket.OPEN)) {
                    events.open();
                }
            });
        }

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            if (!isWanted()) {
                return; // it would be dropped when its turn came
            }
            int cost = events.costOf(payload.remaining());
            if (kind == Opcode.TEXT) {
                String text = Text.decode(payload);
                deliver(cost, () -> events.text(text, cost));
            } else {
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                deliver(cost, () -> events.binary(bytes, cost));
            }
        }

        @Override
        public int wholeUpTo(Opcode kind) {
            return kind == Opcode.BINARY ? events.wholeUpTo() : Integer.MAX_VALUE;
        }

        /** Written by the task queue, which may block: the event loop must not. */
        @Override
        public void onPart(Opcode kind, ByteBuffer part, boolean last) {
            if (readyState.get() >= WebSocket.CLOSING) {
                return;
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            int cost = events.costOf(bytes.length);
            deliver(cost, () -> {
                spill(bytes, last);
                taken(cost);
            });
        }

        private void spill(byte[] part, boolean last) {
            try {
                Spill to = spill == null ? new Spill() : spill;
                spill = to;
                to.add(part);
                if (last) {
                    spill = null;
                    events.blob(to.finish());
                }
            } catch (IOException e) {
                fail("a message could not be written to a temporary file: " + e.getMessage());
            }
        }

        private void discardSpill() {
            if (spill != null) {
                spill.discard();
                spill = null;
            }
        }

        /** Listeners run elsewhere: what they answer to earlier messages goes out before the Close frame does. */
        @Override
        public void onViolation(Violation violation, Runnable fail) {
            tasks.add(() -> established.execute(fail));
        }

        @Override
        public void onClosing(Close received, Runnable answer) {
            if (tasks.isIdle()) {
                // Not at once: what a listener has just said may be on its way to this loop.
                advanceTo(WebSocket.CLOSING);
                established.execute(answer);
                return;
            }
            tasks.add(() -> {
                advanceTo(WebSocket.CLOSING);
                established.execute(answer);
            });
        }

        @Override
        public void onSilence(long millis) {
            failure = "the server has said nothing for " + millis + " ms, not even to a ping";
        }

        @Override
        public void onWritten(int messages, long payloadBytes, long bytes) {
            outbound.written(messages, payloadBytes, bytes);
            events.written();
        }

        @Override
        public void onCompressed(long bytesLess) {
            outbound.compressed(bytesLess);
        }

        /** It goes on counting: bufferedAmount "does not reset to zero once the connection closes". */
        @Override
        public void onDropped(long payloadBytes) {}

        @Override
        public void onFull() {
            parts.full();
        }

        @Override
        public void onDrain() {
            parts.drained();
        }

        @Override
        public void onEnd(Ending ending) {
            parts.end();
            tasks.add(this::discardSpill);
            String error = failure;
            if (error == null) {
                error = ending instanceof Ending.Failed failed
                        ? "The server broke the protocol: "
                                + failed.violation().close().reason()
                        : ending instanceof Ending.Lost lost ? "The connection was lost: " + lost.why() : "";
            }
            ended(error, ending.wasClean(), ending.code(), ending.reason());
        }

        private void deliver(int cost, Runnable event) {
            if (backlog.addAndGet(cost) >= BACKLOG_HIGH_BYTES && isWanted()) {
                pause(true);
            }
            tasks.add(() -> {
                // "If ready state is not OPEN (1), then return."
                if (isWanted()) {
                    event.run();
                } else {
                    taken(cost);
                }
            });
        }

        private boolean isWanted() {
            int state = readyState.get();
            return state < WebSocket.CLOSING || state == WebSocket.CLOSING && events.wantsMessagesWhileClosing();
        }
    }
}
