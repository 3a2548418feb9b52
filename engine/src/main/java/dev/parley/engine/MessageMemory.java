package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where messages that come in pieces are put together: buffers that the connections of one event loop take turns with. A large array is
 * otherwise cleared, filled once and thrown away, which costs more than the message itself. Confined to its loop.
 */
final class MessageMemory {
    /** Smaller ones are cheaper made anew. */
    private static final int SMALLEST = 16 * 1024;
    /** Larger ones are rare, and too much to keep. */
    private static final int LARGEST = 8 * 1024 * 1024;
    /** What is kept when nobody uses it, in bytes. */
    private static final int MOST_IDLE = 16 * 1024 * 1024;

    private static final int SIZES =
            Integer.numberOfTrailingZeros(LARGEST) - Integer.numberOfTrailingZeros(SMALLEST) + 1;

    private final boolean direct;
    /** For each power of two from the smallest on. */
    private final List<Deque<ByteBuffer>> idle = new ArrayList<>(SIZES);

    private int idleBytes;
    private boolean closed;

    /** @param direct whether large buffers lie outside the heap, from where a transport writes them without a copy */
    MessageMemory(boolean direct) {
        this.direct = direct;
        for (int i = 0; i < SIZES; i++) {
            idle.add(new ArrayDeque<>(0));
        }
    }

    /** An empty buffer for so many bytes, or more. */
    ByteBuffer take(int bytes) {
        if (!isKept(bytes)) {
            return ByteBuffer.allocate(bytes);
        }
        int size = sizeFor(bytes);
        ByteBuffer taken = idle.get(size).poll();
        if (taken != null) {
            idleBytes -= taken.capacity();
            return taken.clear();
        }
        return direct ? ByteBuffer.allocateDirect(SMALLEST << size) : ByteBuffer.allocate(SMALLEST << size);
    }

    /** How much {@link #take} will take for so many bytes. */
    static int capacityFor(int bytes) {
        return isKept(bytes) ? SMALLEST << sizeFor(bytes) : bytes;
    }

    void give(ByteBuffer used) {
        int bytes = used.capacity();
        if (!closed && isKept(bytes) && idleBytes + bytes <= MOST_IDLE) {
            idle.get(sizeFor(bytes)).push(used);
            idleBytes += bytes;
        }
    }

    void close() {
        closed = true;
        idle.forEach(Deque::clear);
        idleBytes = 0;
    }

    private static boolean isKept(int bytes) {
        return bytes >= SMALLEST && bytes <= LARGEST;
    }

    private static int sizeFor(int bytes) {
        return 32 - Integer.numberOfLeadingZeros((bytes - 1) / SMALLEST);
    }
}
