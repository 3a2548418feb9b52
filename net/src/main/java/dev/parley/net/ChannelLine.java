package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A line over a channel of Netty's, as its last handler: for TLS, and for every transport but epoll. Confined to the channel's event
 * loop.
 */
final class ChannelLine extends ChannelInboundHandlerAdapter implements Line {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** The first buffer of a turn: a few small messages. Each further one in the turn is four times the size. */
    private static final int FIRST_BUFFER = 2 * 1024;
    /** The largest buffer: bigger ones only move the copying from many calls to one. */
    private static final int LARGEST_BUFFER = 64 * 1024;

    private final Channel channel;
    private final WrittenMessages messages = new WrittenMessages();

    @SuppressWarnings("NullAway.Init") // set by start, before all else
    private WebSocketConnection connection;

    private @Nullable ByteBuf buffer;
    private int nextSize = FIRST_BUFFER;
    private long added;
    private long written;
    /** What was taken when somebody last asked. */
    private long taken;

    private boolean finished;

    ChannelLine(Channel channel) {
        this.channel = channel;
    }

    // ---- Line ----

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public void start(WebSocketConnection connection) {
        this.connection = connection;
        connection.attach();
        channel.pipeline().addLast(this);
    }

    @Override
    public ByteBuffer claim(int bytes) {
        ByteBuf out = room(bytes, bytes);
        int start = out.writerIndex();
        out.writerIndex(start + bytes);
        added += bytes;
        return out.internalNioBuffer(start, bytes);
    }

    @Override
    public void append(ByteBuffer bytes) {
        int end = bytes.limit();
        added += bytes.remaining();
        while (bytes.position() < end) {
            ByteBuf out = room(1, end - bytes.position());
            bytes.limit(Math.min(end, bytes.position() + out.writableBytes()));
            out.writeBytes(bytes);
            bytes.limit(end);
        }
    }

    @Override
    public boolean isBehind() {
        return !channel.isWritable();
    }

    @Override
    public long added() {
        return added;
    }

    @Override
    public void countMessage(long payload, long bytes) {
        messages.add(added, payload, bytes);
    }

    @Override
    public boolean isDirty() {
        return buffer != null;
    }

    @Override
    public void flush() {
        push();
        nextSize = FIRST_BUFFER;
        channel.flush();
        if (written < added) {
            connection.blocked();
        }
    }

    @Override
    public long written() {
        return written;
    }

    @Override
    public boolean hasTakenMore() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null) {
            return false; // it is closed
        }
        // What TLS adds is in one number and not in the other; all that matters is that the difference grows when bytes
        // are taken.
        long now = added - (waiting.totalPendingWriteBytes() - waiting.currentProgress());
        boolean more = now > taken;
        taken = now;
        return more;
    }

    @Override
    public void reading(boolean wanted) {
        channel.config().setAutoRead(finished || wanted);
    }

    @Override
    public void finish() {
        finished = true;
        push();
        LingeringChannel.closeAfter(channel.writeAndFlush(Unpooled.EMPTY_BUFFER), this::written);
    }

    @Override
    public void abort() {
        channel.close();
    }

    /** A buffer with room for at least {@code least} bytes, and made for {@code wanted} if it is a new one. */
    private ByteBuf room(int least, int wanted) {
        if (buffer != null && buffer.writableBytes() >= least) {
            return buffer;
        }
        push();
        int size = Math.max(least, Math.min(Math.max(wanted, nextSize), LARGEST_BUFFER));
        nextSize = Math.min(nextSize * 4, LARGEST_BUFFER);
        buffer = channel.alloc().directBuffer(size, size);
        return buffer;
    }

    /** Hands the gathered bytes to the channel, unflushed. */
    private void push() {
        if (buffer == null) {
            return;
        }
        ByteBuf full = buffer;
        buffer = null;
        int bytes = full.readableBytes();
        channel.write(full).addListener(result -> {
            written += bytes;
            if (result.isSuccess()) {
                connection.progress();
                messages.written(written, connection.handler());
            }
        });
    }

    // ---- the channel's last handler ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (in.nioBufferCount() == 1) {
                connection.receive(in.internalNioBuffer(in.readerIndex(), in.readableBytes()));
            } else {
                for (ByteBuffer part : in.nioBuffers()) {
                    connection.receive(part);
                }
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.receiveComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.receiveEnd();
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            connection.caughtUp();
            connection.drained();
        } else {
            connection.full();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A peer that vanishes is an everyday end of a connection; anything else is a bug in this library.
        boolean everyday = cause instanceof IOException;
        LOG.log(everyday ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR, "connection aborted", cause);
        channel.close();
    }
}
