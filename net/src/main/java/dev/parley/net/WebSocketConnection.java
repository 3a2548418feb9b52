package dev.parley.net;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Outbox;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.ReadyState;
import dev.parley.engine.WebSocketEngine;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins a {@link Line} to an engine, and an engine to the clock. Confined to the line's event loop, but for the methods of
 * {@link Connection}.
 */
final class WebSocketConnection extends Watched implements Connection {
    private final ConnectionHandler handler;
    private final WebSocketEngine engine;

    private volatile ReadyState state = ReadyState.OPEN;
    private boolean readingWanted = true;
    /** What was read and is not wanted yet. */
    private @Nullable ByteBuffer unread;

    /** Null where nobody asked for it. */
    private @Nullable Heartbeat heartbeat;

    /** Null while no message is sent in parts. */
    private @Nullable HeldMessages held;

    private boolean inRead;
    private boolean flushQueued;
    /** Where in the line's bytes our Close frame ends; −1 before there is one. */
    private long closeEnd = -1;

    /** @param engine makes the engine, given the outbox to use */
    WebSocketConnection(Line line, Terms terms, ConnectionHandler handler, Function<Outbox, WebSocketEngine> engine) {
        super(line, terms);
        this.handler = handler;
        this.engine = engine.apply(line);
    }

    /** The server's end of a connection. */
    static WebSocketConnection ofServer(Line line, HttpAnswer.Upgrade upgrade) {
        return new WebSocketConnection(
                line,
                upgrade.terms(),
                upgrade.handler(),
                outbox -> WebSocketEngine.server(
                        upgrade.limits(),
                        upgrade.partial(),
                        upgrade.handshake().agreement(),
                        LoopShare.current().pool,
                        upgrade.handler(),
                        outbox));
    }

    @Override
    WebSocketEngine engine() {
        return engine;
    }

    // ---- for the line ----

    ConnectionHandler handler() {
        return handler;
    }

    /** Whether what is said now is said in answer to what was just read. */
    boolean isInRead() {
        return inRead;
    }

    /** The handshake is done. Called before all that follows. */
    void open() {
        watch();
        handler.onOpen(this);
        settle();
    }

    /** Where the next bytes from the peer are best read to; no room for anywhere. */
    ByteBuffer room() {
        return engine.room();
    }

    /** Bytes from the peer, which are lent; all of them are taken. */
    void receive(ByteBuffer in) {
        inRead = true;
        if (unread != null) {
            keep(in);
        } else {
            decode(in, false);
        }
    }

    /** @param ours whether what it leaves may be kept as it is */
    private void decode(ByteBuffer in, boolean ours) {
        long now = System.nanoTime();
        if (heartbeat != null) {
            heartbeat.heard(now);
        }
        sign(now);
        int bytes = in.remaining();
        try {
            // What has arrived counts, even if it is looked at late: a deadline that has passed waits for it.
            if (!isPast(engine.nextDeadline(), now)) {
                engine.advanceTo(now);
            }
            engine.receive(in);
            engine.advanceTo(now);
        } finally {
            if (in.hasRemaining() && ours && unread == null) {
                unread = in; // not copied anew for each message that is taken from it
            } else if (in.hasRemaining()) {
                keep(in);
            }
            heard(bytes - (unread == null ? 0 : unread.remaining()), now);
            settle();
        }
    }

    private void keep(ByteBuffer in) {
        int before = unread == null ? 0 : unread.remaining();
        ByteBuffer more = ByteBuffer.allocate(before + in.remaining());
        if (unread != null) {
            more.put(unread);
        }
        unread = more.put(in).flip();
        updateReading();
    }

    @Override
    void updateReading() {
        line.reading(isRead());
    }

    @Override
    boolean isRead() {
        return readingWanted && unread == null && !isHeld();
    }

    private void receiveUnread() {
        ByteBuffer in = unread;
        if (!readingWanted || in == null) {
            return;
        }
        unread = null;
        try {
            inRead = true;
            decode(in, true);
            updateReading();
            receiveComplete();
        } catch (RuntimeException | Error e) {
            line.abort();
            throw e;
        }
    }

    /** For now there are no more bytes: time to write what was said in answer. */
    void receiveComplete() {
        inRead = false;
        line.flush();
    }

    /** The line is closed. */
    void receiveEnd() {
        try {
            receiveLast();
        } finally {
            handler.onGone();
        }
    }

    private void receiveLast() {
        if (heartbeat != null) {
            heartbeat.stop();
        }
        detach();
        engine.advanceTo(System.nanoTime());
        engine.reading(true);
        if (unread != null) {
            // It was said before the end.
            ByteBuffer in = unread;
            unread = null;
            for (int before = -1; in.hasRemaining() && in.position() != before; ) {
                before = in.position();
                engine.reading(true); // a handler may have had enough again
                engine.receive(in);
            }
        }
        engine.receiveEnd();
        settle();
    }

    /** So much waits to be written that sending should pause. */
    void full() {
        if (engine.state() != ReadyState.CLOSED) { // what is not written is given up then, which is nobody's business
            handler.onFull();
            settle();
        }
    }

    /** After {@link #full}: enough has been written to go on. */
    void drained() {
        if (engine.state() != ReadyState.CLOSED) {
            handler.onDrain();
            settle();
        }
    }

    /** Bytes were written. Up to our Close frame, the peer's time to answer begins anew with each that it takes. */
    void progress() {
        if (heartbeat != null) {
            heartbeat.written(System.nanoTime());
        }
        taken();
        if (closeEnd >= line.written()) {
            engine.written(System.nanoTime());
            settle();
        }
    }

    /** The network takes again what is said. */
    void caughtUp() {
        engine.caughtUp();
        settle();
    }

    /** Writes what was said in this turn of the event loop. */
    void flush() {
        flushQueued = false;
        // RFC 6455 §6.1: "The frame(s) that have been formed MUST be transmitted over the underlying network
        // connection."
        line.flush();
    }

    // ---- Connection: any thread ----

    @Override
    public boolean isOnLoop() {
        return line.loop().inEventLoop();
    }

    @Override
    public Executor loop() {
        return line.loop();
    }

    @Override
    public void execute(Runnable task) {
        executes(task);
    }

    /** False if the loop has ended, and this connection with it. */
    private boolean executes(Runnable task) {
        try {
            line.loop().execute(() -> {
                task.run();
                settle();
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public boolean send(Opcode kind, ByteBuffer payload) {
        if (state != ReadyState.OPEN) {
            return false;
        }
        if (isOnLoop()) {
            return sendNow(kind, payload, true);
        }
        int bytes = payload.remaining();
        return executes(() -> {
            if (!sendNow(kind, payload, false)) {
                handler.onDropped(bytes);
            }
        });
    }

    private void sendHeld() {
        HeldMessages waiting = held;
        held = null;
        while (waiting != null && !waiting.isEmpty()) {
            HeldMessages.Held next = waiting.next();
            if (!sendNow(next.kind(), next.payload(), false)) {
                handler.onDropped(next.payload().remaining());
            }
        }
    }

    /** @param lent whether the payload is only lent */
    private boolean sendNow(Opcode kind, ByteBuffer payload, boolean lent) {
        if (held != null && engine.state() == ReadyState.OPEN) {
            held.add(kind, payload, lent);
            return true;
        }
        long before = line.added();
        boolean sent;
        try {
            sent = engine.send(kind, payload);
        } catch (RuntimeException | Error e) {
            line.abort(); // half a message may be on its way: whatever followed would not be understood
            throw e;
        }
        if (sent) {
            said();
            count(payload.remaining(), before);
        }
        settle();
        return sent;
    }

    /** A message was sent, at the end of what the line had been given before. */
    private void count(int length, long before) {
        long bytes = Math.min(length, line.added() - before);
        line.countMessage(length, bytes);
        if (bytes < length) {
            handler.onCompressed(length - bytes);
        }
    }

    @Override
    public boolean send(PreparedMessage message) {
        if (state != ReadyState.OPEN) {
            return false;
        }
        if (held != null) {
            held.add(message.kind(), message.payload().duplicate(), false);
            return true;
        }
        long before = line.added();
        boolean sent;
        try {
            sent = engine.send(message);
        } catch (RuntimeException | Error e) {
            line.abort(); // as with any other message
            throw e;
        }
        if (sent) {
            said();
            count(message.payload().remaining(), before);
        }
        settle();
        return sent;
    }

    @Override
    public boolean sendPart(Opcode kind, ByteBuffer part, boolean last) {
        boolean sent;
        try {
            sent = engine.sendPart(kind, part, last);
        } catch (RuntimeException | Error e) {
            line.abort(); // as with any other message
            throw e;
        }
        if (sent) {
            said();
            line.countMessage(part.remaining(), part.remaining());
        }
        if (last) {
            sendHeld();
        } else if (held == null) {
            held = new HeldMessages();
        }
        settle();
        return sent;
    }

    @Override
    public boolean ping(ByteBuffer payload) {
        if (state != ReadyState.OPEN) {
            return false;
        }
        onLoop(() -> engine.ping(payload));
        return true;
    }

    @Override
    public void keepAlive(long intervalMillis, long patienceMillis) {
        heartbeat = new Heartbeat(this, line, intervalMillis, patienceMillis);
        heartbeat.start();
    }

    /** Whether bytes from the peer would be taken now. */
    boolean isListening() {
        return readingWanted && unread == null && state == ReadyState.OPEN;
    }

    /** The peer is gone. */
    void silent(long millis) {
        handler.onSilence(millis);
        line.abort();
    }

    @Override
    public void close(Close close) {
        onLoop(() -> {
            engine.advanceTo(System.nanoTime());
            engine.close(close);
        });
    }

    @Override
    public void abort() {
        line.abort();
    }

    @Override
    public void reading(boolean wanted) {
        onLoop(() -> {
            if (wanted && !readingWanted) {
                sign(System.nanoTime());
            }
            readingWanted = wanted;
            engine.reading(wanted);
            updateReading();
            if (unread != null && wanted) {
                execute(this::receiveUnread); // not now: a handler may be at work
            }
        });
    }

    @Override
    public ReadyState state() {
        return state;
    }

    private void onLoop(Runnable call) {
        if (isOnLoop()) {
            call.run();
            settle();
        } else {
            execute(call);
        }
    }

    // ---- after each call of the engine ----

    @Override
    void settle() {
        ReadyState now = engine.state();
        if (now != state) {
            state = now;
            if (closeEnd < 0) {
                closeEnd = line.added();
            }
        }
        long deadline = engine.nextDeadline();
        if (deadline != WebSocketEngine.NO_DEADLINE) {
            wakeBy(deadline);
        }
        if (!inRead && !flushQueued && line.isDirty()) {
            flushQueued = true;
            share.turn.flushLater(this, line.loop());
        }
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != WebSocketEngine.NO_DEADLINE && now - deadline >= 0;
    }
}
