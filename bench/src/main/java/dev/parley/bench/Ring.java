package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Pieces of bytes, one after another in memory, over and over: a run of them that is not longer than the ring is one range
 * there, wherever it begins. Immutable.
 */
final class Ring {
    private final int[] starts;
    private final int length;
    private final ByteBuf twice;
    private final ByteBuffer view;

    Ring(List<byte[]> pieces) {
        starts = new int[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], pieces.get(i).length);
        }
        length = starts[pieces.size()];
        // It lives as long as the process does, mostly: nobody releases it, and the collector frees it.
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(length, 2));
        for (int round = 0; round < 2; round++) {
            pieces.forEach(memory::put);
        }
        twice = Unpooled.wrappedBuffer(memory.flip());
        view = twice.nioBuffer();
    }

    /** How many pieces it has. */
    int size() {
        return starts.length - 1;
    }

    /** How many bytes all pieces have. */
    int length() {
        return length;
    }

    /** Where a piece begins. */
    int start(int piece) {
        return starts[piece];
    }

    /** Where a piece ends. */
    int end(int piece) {
        return starts[piece + 1];
    }

    /** Some bytes of the ring, to be released. */
    ByteBuf range(int from, int bytes) {
        return twice.retainedSlice(from, bytes);
    }

    /** A run of whole pieces, to be released: at most as many as there are. */
    ByteBuf run(int first, int count) {
        int last = first + count;
        int end = last <= size() ? starts[last] : length + starts[last - size()];
        return range(starts[first], end - starts[first]);
    }

    /** How many bytes of {@code in}, from its position, are those of the ring from {@code at}. */
    int matching(ByteBuffer in, int at) {
        int most = Math.min(in.remaining(), 2 * length - at);
        ByteBuffer some =
                in.limit() - in.position() == most ? in : in.duplicate().limit(in.position() + most);
        view.limit(at + most).position(at);
        int mismatch = view.mismatch(some);
        return mismatch < 0 ? most : mismatch;
    }
}
