package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.engine.Violation;
import dev.parley.net.Connection;
import dev.parley.net.ConnectionHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what happens on a connection to the application's handler, on the event loop or on the options' executor, and to who
 * observes it; keeps what the handler throws from the event loop. Confined to the connection's event loop, but for what runs on the
 * executor.
 */
final class PeerEvents implements ConnectionHandler, LoopWatch.Holder {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    /** What a waiting message costs beside its payload. */
    private static final int COST_OF_A_MESSAGE = 64;

    private final WebSocketHandler handler;
    private final String route;
    private final Request request;
    private final String protocol;
    private final Shared shared;

    @SuppressWarnings("NullAway.Init") // set by onOpen, before all else
    private LoopWatch watch;

    /** Null where the handler is called on the event loop. */
    private @Nullable PeerTasks tasks;
    /** Null if nobody observes this peer. */
    private @Nullable PeerObserver observer;

    private @Nullable Peer peer;
    /** How many parts were sent of messages whose last part was not, and are not counted yet as written. */
    private int parts;

    private volatile boolean failed;
    private boolean ended;
    /** What has come of a message that is taken in parts: no more than a message may have. */
    private int partBytes;

    /**
     * @param route the path under which the handler was registered
     * @param request what was asked
     * @param protocol the subprotocol that was chosen; empty for none
     */
    PeerEvents(WebSocketHandler handler, String route, Request request, String protocol, Shared shared) {
        this.handler = handler;
        this.route = route;
        this.request = request;
        this.protocol = protocol;
        this.shared = shared;
    }

    @Override
    public void onOpen(Connection connection) {
        Peer opened = new Peer(connection, request, route, protocol, shared.options(), this);
        peer = opened;
        watch = shared.watchdog().ofThisLoop();
        tasks = shared.options()
                .executor()
                .map(executor -> new PeerTasks(executor, shared.options().maxBehindBytes(), opened::updateReading))
                .orElse(null);
        shared.peers().add(opened);
        FlightRecords.handshake(request.remoteAddress(), route, protocol, 101);
        if (shared.observers() != null) {
            observer = shared.observers().opened(opened);
        }
        call(() -> handler.onOpen(opened));
    }

    /** After a {@link Sent#BUFFERED} enough has been written. */
    void drained() {
        if (!ended) {
            call(() -> handler.onDrain(peer()));
        }
    }

    @Override
    public void onMessage(Opcode kind, ByteBuffer payload) {
        if (observer != null) {
            observer.onReceived(kind, payload.remaining());
        }
        if (FlightRecords.wantMessages()) {
            FlightRecords.received(route, kind, payload.remaining());
        }
        if (failed) {
            return;
        }
        if (tasks != null) {
            ByteBuffer own = copy(payload);
            later(tasks, own.capacity() + COST_OF_A_MESSAGE, () -> handler.onMessage(peer(), kind, own));
            return;
        }
        LoopWatch.Holder before = watch.enter(this);
        try {
            handler.onMessage(peer(), kind, payload);
        } catch (Throwable t) {
            failed(t);
        } finally {
            watch.leave(before);
        }
    }

    /** What is received is lent: by the time of the call the next message lies there. */
    private static ByteBuffer copy(ByteBuffer lent) {
        return ByteBuffer.allocate(lent.remaining()).put(lent).flip();
    }

    /** Whether the application takes messages as they come. */
    boolean takesFragments() {
        return handler instanceof FragmentHandler;
    }

    @Override
    public int wholeUpTo(Opcode kind) {
        return takesFragments() ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void onPart(Opcode kind, ByteBuffer part, boolean last) {
        countPart(kind, part.remaining(), last);
        if (failed || !(handler instanceof FragmentHandler fragments)) {
            return;
        }
        if (tasks != null) {
            ByteBuffer own = copy(part);
            later(tasks, own.capacity() + COST_OF_A_MESSAGE, () -> fragments.onFragment(peer(), kind, own, last));
        } else {
            call(() -> fragments.onFragment(peer(), kind, part, last));
        }
    }

    /** A message is told of when it is whole, in parts or not. */
    private void countPart(Opcode kind, int bytes, boolean last) {
        partBytes += bytes;
        if (last) {
            if (observer != null) {
                observer.onReceived(kind, partBytes);
            }
            if (FlightRecords.wantMessages()) {
                FlightRecords.received(route, kind, partBytes);
            }
            partBytes = 0;
        }
    }

    @Override
    public void onPong(ByteBuffer payload) {
        peer().pong(payload);
    }

    /** A handler elsewhere has its say about what came before, and then the peer is answered. */
    @Override
    public void onClosing(Close received, Runnable answer) {
        afterTasks(answer);
    }

    @Override
    public void onViolation(Violation violation, Runnable fail) {
        afterTasks(fail);
    }

    @Override
    public void onWritten(int messages, long payloadBytes, long bytes) {
        int whole = messages - Math.min(parts, messages); // to the connection each part is one
        parts -= messages - whole;
        if (observer != null) {
            observer.onSent(whole, payloadBytes);
        }
        if (FlightRecords.wantMessages()) {
            FlightRecords.sent(route, whole, payloadBytes);
        }
        peer().written(messages, payloadBytes, bytes);
    }

    void partSent() {
        parts++;
    }

    @Override
    public void onCompressed(long bytesLess) {
        peer().compressed(bytesLess);
    }

    @Override
    public void onDropped(long payloadBytes) {
        peer().dropped(payloadBytes);
    }

    @Override
    public void onFull() {
        peer().channelFull(true);
    }

    @Override
    public void onDrain() {
        peer().channelFull(false);
    }

    @Override
    public void onEnd(Ending ending) {
        ended = true;
        peer().ended();
        FlightRecords.closed(request.remoteAddress(), route, ending);
        if (observer != null) {
            observer.onClosed(ending);
        }
        last(() -> {
            try {
                handler.onClose(peer(), ending);
            } catch (Throwable t) {
                LOG.log(System.Logger.Level.ERROR, "onClose failed for " + peer(), t);
            }
        });
    }

    /** Nothing of it is left: who waits for the end of all peers has waited for its last bytes, too. */
    @Override
    public void onGone() {
        if (peer == null) {
            return; // it was never told of
        }
        Runnable forget = () -> shared.peers().remove(peer());
        if (tasks == null || !tasks.add(0, forget)) {
            forget.run();
        }
    }

    /** Whether the handler has so much to do that nothing further should come in. Any thread. */
    boolean isBehind() {
        PeerTasks elsewhere = tasks;
        return elsewhere != null && elsewhere.isBehind();
    }

    /** Whether the handler is called on an executor. Any thread. */
    boolean isElsewhere() {
        return tasks != null;
    }

    /** After the calls that wait. Any thread. */
    void afterCalls(Runnable step) {
        PeerTasks elsewhere = tasks;
        if (elsewhere == null || !elsewhere.add(0, step)) {
            step.run();
        }
    }

    @Override
    public void onSlow(Duration held, List<StackTraceElement> where) {
        LOG.log(System.Logger.Level.WARNING, () -> Watchdog.said(peer(), held, where));
        FlightRecords.slow(peer(), held, where);
        if (observer != null) {
            observer.onSlowHandler(held, where);
        }
    }

    private Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("not open yet");
        }
        return peer;
    }

    /** Any call but that for a message, which is written out above: it must cost nothing. */
    private void call(Runnable call) {
        if (failed) {
            return;
        }
        if (tasks != null) {
            later(tasks, COST_OF_A_MESSAGE, call);
        } else {
            onLoop(() -> guarded(call));
        }
    }

    private void onLoop(Runnable call) {
        LoopWatch.Holder before = watch.enter(this);
        try {
            call.run();
        } finally {
            watch.leave(before);
        }
    }

    private void later(PeerTasks tasks, int cost, Runnable call) {
        if (!tasks.add(cost, () -> guarded(call))) {
            failed = true;
            LOG.log(System.Logger.Level.WARNING, "the executor for handlers refuses them: {0} is sent away", peer());
            peer().close(Close.TRY_AGAIN_LATER, "too busy");
        }
    }

    /** The handler's last call, wherever that can be: it is promised. */
    private void last(Runnable call) {
        if (tasks == null || !tasks.add(0, call)) {
            onLoop(call);
        }
    }

    /** What the handler answers to earlier messages is sent before this, since it is on its way to the loop before this is. */
    private void afterTasks(Runnable step) {
        PeerTasks elsewhere = tasks;
        if (elsewhere == null) {
            step.run();
        } else if (elsewhere.isIdle() || !elsewhere.add(0, () -> peer().execute(step))) {
            peer().execute(step);
        }
    }

    private void guarded(Runnable call) {
        if (failed) {
            return;
        }
        try {
            call.run();
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** An error in the application costs this connection, and nothing else: not even for an {@link Error}. */
    private void failed(Throwable t) {
        failed = true;
        LOG.log(System.Logger.Level.ERROR, "A handler failed for " + peer(), t);
        peer().close(Close.INTERNAL_ERROR, "internal error");
    }
}
