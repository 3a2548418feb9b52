package dev.parley.net;

import dev.parley.engine.Outbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what an engine says in one turn of the event loop in one buffer, or a few when it is much, and flushes once.
 * Confined to the channel's event loop.
 */
final class ChannelOutbox implements Outbox {
    /** The first buffer of a turn: a few small messages. Each further one in the turn is four times the size. */
    private static final int FIRST_BUFFER = 2 * 1024;
    /** The largest buffer: bigger ones only move the copying from many calls to one. */
    private static final int LARGEST_BUFFER = 64 * 1024;

    private final Channel channel;
    private final ConnectionHandler handler;
    private final Runnable onProgress;

    private @Nullable ByteBuf buffer;
    private int nextSize = FIRST_BUFFER;
    /** What has gone into {@link #buffer} and is to be told to the handler once written. */
    private long payloadBytes;

    private long messageBytes;
    private int messages;
    /** How many bytes were added, ever. */
    private long added;

    /** How many buffers have been handed to the channel, and how many of them it has written. */
    private long pushed;

    private long written;
    private boolean finished;

    /** @param onProgress called whenever a buffer has been written */
    ChannelOutbox(Channel channel, ConnectionHandler handler, Runnable onProgress) {
        this.channel = channel;
        this.handler = handler;
        this.onProgress = onProgress;
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
    public void finish() {
        finished = true;
        push();
        Lingering.closeAfter(channel.writeAndFlush(Unpooled.EMPTY_BUFFER), this::written);
    }

    @Override
    public void abort() {
        channel.close();
    }

    /** How many bytes were added, ever. */
    long added() {
        return added;
    }

    /**
     * The message whose last byte was just added will be told to the handler when it is written.
     *
     * @param payload its bytes as the application knows them
     * @param bytes its bytes as they wait
     */
    void countMessage(long payload, long bytes) {
        payloadBytes += payload;
        messageBytes += bytes;
        messages++;
    }

    /** Whether something waits for a flush. */
    boolean isDirty() {
        return buffer != null;
    }

    /** Whether {@link #finish} was called. */
    boolean isFinished() {
        return finished;
    }

    /** How many buffers have been written so far; it grows while the network takes what we say. */
    long written() {
        return written;
    }

    /** What {@link #written} will be when all that was said so far is written. */
    long mark() {
        return isDirty() ? pushed + 1 : pushed;
    }

    /** Hands everything to the network. */
    void flush() {
        // RFC 6455 §6.1: "The frame(s) that have been formed MUST be transmitted over the underlying network
        // connection."
        push();
        nextSize = FIRST_BUFFER;
        channel.flush();
    }

    /** Lets go of what was gathered and will never be written. */
    void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
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
        Written together = messages == 0 ? null : new Written(messages, payloadBytes, messageBytes);
        payloadBytes = 0;
        messageBytes = 0;
        messages = 0;
        pushed++;
        channel.write(full).addListener(result -> {
            written++;
            if (!result.isSuccess()) {
                return;
            }
            onProgress.run();
            if (together != null) {
                handler.onWritten(together);
            }
        });
    }
}
