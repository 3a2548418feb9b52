package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that the connections of one event loop take turns with. The last one given back is the next one taken: it is still
 * in the processor's cache. Confined to its loop.
 */
final class Chunks {
    /** A few small messages. Most of what is sent from elsewhere than the peer's own messages is one of these. */
    static final int SMALL = 1024;
    /** What a peer gets in answer to one read, mostly; also what waits for a slow peer is kept in these. */
    static final int LARGE = 64 * 1024;
    /** One read: several large messages whole, and yet no more than a processor's own cache holds. */
    private static final int READ = 256 * 1024;

    /**
     * What is kept when nobody uses it, in bytes; the rest goes back to the system. With much less, a few peers that take large
     * messages slowly have it made and thrown away all the time, which costs three times as much as their messages.
     */
    private static final int MOST_IDLE = 32 * 1024 * 1024;

    /** A piece of native memory with bytes that wait to be written, from {@link #from} to the buffer's position. */
    static final class Chunk {
        private final ByteBuf memory;
        final ByteBuffer buffer;
        final long address;
        int from;

        @Nullable
        Chunk next;

        private Chunk(int bytes) {
            memory = UnpooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
            buffer = memory.nioBuffer(0, bytes);
            address = Buffer.memoryAddress(buffer);
        }
    }

    /** For the call that writes two buffers. */
    final ByteBuffer[] pair = new ByteBuffer[2];

    private @Nullable Chunk small;
    private @Nullable Chunk large;
    private int idle;
    private @Nullable ByteBuffer in;

    /** Where bytes from a peer are put for as long as they are looked at: empty. */
    ByteBuffer in() {
        if (in == null) {
            in = ByteBuffer.allocateDirect(READ);
        }
        return in.clear();
    }

    /** An empty chunk of {@link #SMALL} or {@link #LARGE} bytes. */
    Chunk take(int size) {
        Chunk taken = size == SMALL ? small : large;
        if (taken == null) {
            return new Chunk(size);
        }
        if (size == SMALL) {
            small = taken.next;
        } else {
            large = taken.next;
        }
        idle -= size;
        taken.next = null;
        return taken;
    }

    void give(Chunk chunk) {
        int size = chunk.buffer.capacity();
        if (idle + size > MOST_IDLE) {
            chunk.memory.release();
            return;
        }
        idle += size;
        chunk.buffer.clear();
        chunk.from = 0;
        if (size == SMALL) {
            chunk.next = small;
            small = chunk;
        } else {
            chunk.next = large;
            large = chunk;
        }
    }

    /** Gives everything back to the system. */
    void close() {
        release(small);
        release(large);
        small = null;
        large = null;
    }

    private static void release(@Nullable Chunk first) {
        for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
            chunk.memory.release();
        }
    }
}
