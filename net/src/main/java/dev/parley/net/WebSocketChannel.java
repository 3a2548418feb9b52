package dev.parley.net;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Outbox;
import dev.parley.engine.ReadyState;
import dev.parley.engine.WebSocketEngine;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins a Netty channel to an engine: the last handler of the channel's pipeline, once the handshake is done. Confined to
 * the channel's event loop, but for the methods of {@link Connection}.
 */
final class WebSocketChannel extends ChannelInboundHandlerAdapter implements Connection {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final Channel channel;
    private final ConnectionHandler handler;
    private final ChannelOutbox outbox;
    private final WebSocketEngine engine;

    private volatile ReadyState state = ReadyState.OPEN;
    private boolean inRead;
    private boolean flushQueued;
    private @Nullable Future<?> timer;
    private long timerDeadline = WebSocketEngine.NO_DEADLINE;
    /** What the outbox will have written when our Close frame is; −1 before there is one. */
    private long closeMark = -1;

    /** @param engine makes the engine, given the outbox to use */
    WebSocketChannel(Channel channel, ConnectionHandler handler, Function<Outbox, WebSocketEngine> engine) {
        this.channel = channel;
        this.handler = handler;
        this.outbox = new ChannelOutbox(channel, handler, this::onProgress);
        this.engine = engine.apply(outbox);
    }

    // ---- in ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        handler.onOpen(this);
        settle();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        inRead = true;
        long now = System.nanoTime();
        try {
            // What has arrived counts, even if it is looked at late: a deadline that has passed waits for it.
            if (!isPast(engine.nextDeadline(), now)) {
                engine.advanceTo(now);
            }
            if (in.nioBufferCount() == 1) {
                engine.receive(in.internalNioBuffer(in.readerIndex(), in.readableBytes()));
            } else {
                for (ByteBuffer part : in.nioBuffers()) {
                    engine.receive(part);
                }
            }
            engine.advanceTo(now);
        } finally {
            in.release();
            settle();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inRead = false;
        outbox.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
        engine.advanceTo(System.nanoTime());
        engine.receiveEnd();
        settle();
        outbox.release();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (engine.state() == ReadyState.CLOSED) {
            return; // what was not written is given up just now, which is nobody's business any more
        }
        if (channel.isWritable()) {
            handler.onDrain();
        } else {
            handler.onFull();
        }
        settle();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A peer that vanishes is an everyday end of a connection; anything else is a bug in this library.
        boolean everyday = cause instanceof IOException;
        LOG.log(everyday ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR, "connection aborted", cause);
        channel.close();
    }

    // ---- Connection: any thread ----

    @Override
    public boolean isOnLoop() {
        return channel.eventLoop().inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(() -> {
            task.run();
            settle();
        });
    }

    @Override
    public boolean send(Opcode kind, ByteBuffer payload) {
        if (state != ReadyState.OPEN) {
            return false;
        }
        if (isOnLoop()) {
            return sendNow(kind, payload);
        }
        int bytes = payload.remaining();
        execute(() -> {
            if (!sendNow(kind, payload)) {
                handler.onDropped(bytes);
            }
        });
        return true;
    }

    private boolean sendNow(Opcode kind, ByteBuffer payload) {
        long before = outbox.added();
        boolean sent;
        try {
            sent = engine.send(kind, payload);
        } catch (RuntimeException e) {
            channel.close(); // half a message may be on its way: whatever followed would not be understood
            throw e;
        }
        if (sent) {
            int length = payload.remaining();
            long bytes = Math.min(length, outbox.added() - before);
            outbox.countMessage(length, bytes);
            if (bytes < length) {
                handler.onCompressed(length - bytes);
            }
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
    public void close(Close close) {
        onLoop(() -> {
            engine.advanceTo(System.nanoTime());
            engine.close(close);
        });
    }

    @Override
    public void abort() {
        channel.close();
    }

    @Override
    public void reading(boolean wanted) {
        onLoop(() -> channel.config().setAutoRead(outbox.isFinished() || wanted));
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

    private void settle() {
        state = engine.state();
        if (closeMark < 0 && state != ReadyState.OPEN) {
            closeMark = outbox.mark();
        }
        if (engine.nextDeadline() != timerDeadline) {
            restartTimer();
        }
        if (outbox.isDirty() && !inRead && !flushQueued) {
            flushQueued = true;
            channel.eventLoop().execute(() -> {
                flushQueued = false;
                outbox.flush();
            });
        }
    }

    private void restartTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
        timerDeadline = engine.nextDeadline();
        if (timerDeadline != WebSocketEngine.NO_DEADLINE) {
            timer = channel.eventLoop()
                    .schedule(this::onTimer, timerDeadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void onTimer() {
        timerDeadline = WebSocketEngine.NO_DEADLINE;
        engine.advanceTo(System.nanoTime());
        settle();
    }

    /** Up to our Close frame, the peer's time to answer begins anew with each buffer that it takes. */
    private void onProgress() {
        if (closeMark >= outbox.written()) {
            engine.written(System.nanoTime());
            settle();
        }
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != WebSocketEngine.NO_DEADLINE && now - deadline >= 0;
    }
}
