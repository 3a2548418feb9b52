package dev.parley.net;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.Outbox;
import dev.parley.engine.ReadyState;
import dev.parley.engine.WebSocketEngine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 *
 * <p>Out: all that the engine says in one turn of the loop is gathered in one buffer, or a few when it is much, and
 * flushed once at the end of the turn.
 */
final class WebSocketChannel extends ChannelInboundHandlerAdapter implements Connection, Outbox {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** The first buffer of a turn: a few small messages. Each further one in the turn is four times the size. */
    private static final int FIRST_BUFFER = 2 * 1024;
    /** The largest buffer: bigger ones only move the copying from many calls to one. */
    private static final int LARGEST_BUFFER = 64 * 1024;

    /** How long writing may stand still while the closing handshake waits for it. */
    private static final long PROGRESS_SECONDS = 5;

    private final Channel channel;
    private final ConnectionHandler handler;
    private final WebSocketEngine engine;

    private volatile ReadyState state = ReadyState.OPEN;
    private @Nullable ByteBuf out;
    /** What has gone into {@link #out} and is to be told to the handler once written. */
    private long outPayloadBytes;

    private int outMessages;
    private int nextBuffer = FIRST_BUFFER;

    private boolean inRead;
    private boolean flushQueued;
    private boolean finishing;
    private @Nullable Future<?> timer;
    private long timerDeadline = WebSocketEngine.NO_DEADLINE;
    /** Buffers handed to the channel and not written yet, and how many were written: whether writing goes on. */
    private int unwritten;

    private long written;
    private long writtenAtTimer;

    /** @param engine makes the engine, given the outbox to use */
    WebSocketChannel(Channel channel, ConnectionHandler handler, Function<Outbox, WebSocketEngine> engine) {
        this.channel = channel;
        this.handler = handler;
        this.engine = engine.apply(this);
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
        try {
            engine.advanceTo(System.nanoTime());
            if (in.nioBufferCount() == 1) {
                engine.receive(in.internalNioBuffer(in.readerIndex(), in.readableBytes()));
            } else {
                for (ByteBuffer part : in.nioBuffers()) {
                    engine.receive(part);
                }
            }
        } finally {
            in.release();
            settle();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inRead = false;
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
        engine.advanceTo(System.nanoTime());
        engine.receiveEnd();
        settle();
        if (out != null) {
            out.release();
            out = null;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
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
        channel.eventLoop().execute(task);
    }

    @Override
    public boolean send(Opcode kind, ByteBuffer payload) {
        if (state != ReadyState.OPEN) {
            return false;
        }
        onLoop(() -> {
            if (engine.send(kind, payload)) {
                outPayloadBytes += payload.remaining();
                outMessages++;
            }
        });
        return true;
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
        onLoop(() -> channel.config().setAutoRead(finishing || wanted));
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
            execute(() -> {
                call.run();
                settle();
            });
        }
    }

    // ---- Outbox: called by the engine ----

    @Override
    public ByteBuffer claim(int bytes) {
        ByteBuf buffer = room(bytes);
        int start = buffer.writerIndex();
        buffer.writerIndex(start + bytes);
        return buffer.internalNioBuffer(start, bytes);
    }

    @Override
    public void append(ByteBuffer bytes) {
        int end = bytes.limit();
        while (bytes.position() < end) {
            ByteBuf buffer = room(1, end - bytes.position());
            bytes.limit(Math.min(end, bytes.position() + buffer.writableBytes()));
            buffer.writeBytes(bytes);
            bytes.limit(end);
        }
    }

    @Override
    public void finish() {
        finishing = true;
        push();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> Lingering.close(channel));
    }

    private ByteBuf room(int least) {
        return room(least, least);
    }

    /** A buffer with room for at least {@code least} bytes, and made for {@code wanted} if it is a new one. */
    private ByteBuf room(int least, int wanted) {
        if (out != null && out.writableBytes() >= least) {
            return out;
        }
        push();
        int size = Math.max(least, Math.min(Math.max(wanted, nextBuffer), LARGEST_BUFFER));
        nextBuffer = Math.min(nextBuffer * 4, LARGEST_BUFFER);
        out = channel.alloc().directBuffer(size, size);
        return out;
    }

    /** Hands the gathered bytes to the channel, unflushed. */
    private void push() {
        if (out == null) {
            return;
        }
        ByteBuf buffer = out;
        out = null;
        long payloadBytes = outPayloadBytes;
        int messages = outMessages;
        outPayloadBytes = 0;
        outMessages = 0;
        unwritten++;
        channel.write(buffer).addListener(result -> {
            unwritten--;
            written++;
            if (result.isSuccess() && messages > 0) {
                handler.onWritten(payloadBytes, messages);
            }
        });
    }

    private void flush() {
        push();
        nextBuffer = FIRST_BUFFER;
        channel.flush();
    }

    // ---- after each call of the engine ----

    private void settle() {
        state = engine.state();
        if (engine.nextDeadline() != timerDeadline) {
            restartTimer();
        }
        if (out != null && !inRead && !flushQueued) {
            flushQueued = true;
            channel.eventLoop().execute(() -> {
                flushQueued = false;
                flush();
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
        if (unwritten > 0 && written > writtenAtTimer) {
            // Much was sent before the Close frame and is still on its way: the peer's time begins when it can see it.
            writtenAtTimer = written;
            timer = channel.eventLoop().schedule(this::onTimer, PROGRESS_SECONDS, TimeUnit.SECONDS);
            return;
        }
        engine.advanceTo(System.nanoTime());
        settle();
    }
}
