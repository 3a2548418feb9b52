package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The deflaters, inflaters and buffers that the connections of one event loop take turns with, so that an open connection
 * costs no memory for being able to compress, or to take large messages. Confined to its loop.
 *
 * <p>Whatever is taken is given back, or ended. What is taken while all is in use is made anew.
 */
public final class EnginePool implements AutoCloseable {
    /** What goes through zlib at a time. */
    static final int BUFFER_BYTES = 16 * 1024;

    /** About what a used inflater holds in native memory. */
    static final int INFLATER_BYTES = 40 * 1024;

    /** How many of each are kept: one is nearly always enough, a few more spare the making when messages come in pieces. */
    private static final int MAX_IDLE = 8;

    private static final AtomicInteger ALIVE = new AtomicInteger();

    private final Deque<Inflater> inflaters = new ArrayDeque<>(MAX_IDLE);
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>(MAX_IDLE);
    private final MessageMemory messages;
    private @Nullable Deflater deflater;
    private int deflaterLevel;
    private boolean closed;

    private EnginePool(boolean direct) {
        this.messages = new MessageMemory(direct);
    }

    /** A pool whose large messages lie outside the heap, from where a transport writes them without a copy. */
    public static EnginePool direct() {
        return new EnginePool(true);
    }

    /** A pool whose messages lie in the heap. */
    public static EnginePool heap() {
        return new EnginePool(false);
    }

    /** How many deflaters and inflaters of this process hold native memory now. Any thread. */
    public static int alive() {
        return ALIVE.get();
    }

    /** Ends what is not in use, and from now on whatever is given back. */
    @Override
    public void close() {
        closed = true;
        messages.close();
        buffers.clear();
        if (deflater != null) {
            end(deflater);
            deflater = null;
        }
        inflaters.forEach(EnginePool::end);
        inflaters.clear();
    }

    /** Where messages that come in pieces are put together. */
    MessageMemory messages() {
        return messages;
    }

    /** A deflater that knows no earlier data. */
    Deflater takeDeflater(int level) {
        Deflater taken = deflater;
        deflater = null;
        if (taken != null && deflaterLevel == level) {
            return taken;
        }
        if (taken != null) {
            // Set to another level, it would take its next input for the order to change.
            end(taken);
        }
        return newDeflater(level);
    }

    void give(Deflater used, int level) {
        if (closed || deflater != null) {
            end(used);
            return;
        }
        used.reset();
        deflater = used;
        deflaterLevel = level;
    }

    /** An inflater that knows no earlier data. */
    Inflater takeInflater() {
        Inflater taken = inflaters.poll();
        return taken == null ? newInflater() : taken;
    }

    void give(Inflater used) {
        if (closed || inflaters.size() == MAX_IDLE) {
            end(used);
            return;
        }
        used.reset();
        inflaters.push(used);
    }

    /** An empty buffer of {@link #BUFFER_BYTES}. */
    ByteBuffer takeBuffer() {
        ByteBuffer taken = buffers.poll();
        return taken == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : taken.clear();
    }

    void give(ByteBuffer used) {
        if (!closed && buffers.size() < MAX_IDLE) {
            buffers.push(used);
        }
    }

    static Deflater newDeflater(int level) {
        Deflater made = new Deflater(level, true);
        ALIVE.incrementAndGet();
        return made;
    }

    /**
     * An inflater whose window is the largest there is, whatever was agreed on.
     *
     * <p>RFC 7692 §7.2.2: "Otherwise, the client MUST use a 32,768-byte LZ77 sliding window to decompress received messages"
     * and "Otherwise, the server MUST use a 32,768-byte LZ77 sliding window to decompress received messages."
     */
    private static Inflater newInflater() {
        Inflater made = new Inflater(true);
        ALIVE.incrementAndGet();
        return made;
    }

    static void end(Deflater deflater) {
        ALIVE.decrementAndGet();
        deflater.end();
    }

    private static void end(Inflater inflater) {
        ALIVE.decrementAndGet();
        inflater.end();
    }
}
