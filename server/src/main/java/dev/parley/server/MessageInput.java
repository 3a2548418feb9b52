package dev.parley.server;

import dev.parley.engine.Opcode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A message that is read while it comes in. Filled by the event loop, read by one thread, which may block. */
final class MessageInput extends InputStream {
    /** Pieces that come smaller are put together: in buffers of this size, and each twice the last, so that a short message takes little. */
    private static final int SMALLEST_BUFFER = 512;

    private static final int LARGEST_BUFFER = 16 * 1024;

    final Opcode kind;
    private final IntConsumer taken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private int nextBuffer = SMALLEST_BUFFER;
    private boolean whole;
    private boolean unwanted;
    private @Nullable String failure;

    /** @param taken told of each number of bytes that need not be held any more */
    MessageInput(Opcode kind, IntConsumer taken) {
        this.kind = kind;
        this.taken = taken;
    }

    /** The next bytes came in, which are lent. */
    void add(ByteBuffer more, boolean last) {
        int bytes = more.remaining();
        boolean dropped;
        lock.lock();
        try {
            dropped = unwanted;
            if (!dropped) {
                hold(more);
            }
            whole = last;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        if (dropped) {
            taken.accept(bytes);
        }
    }

    /** The rest will not come. */
    void fail(String why) {
        lock.lock();
        try {
            failure = why;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        int bytes;
        lock.lock();
        try {
            ByteBuffer piece = awaitPiece();
            if (piece == null) {
                return -1;
            }
            bytes = Math.min(length, piece.remaining());
            piece.get(to, offset, bytes);
            if (!piece.hasRemaining()) {
                pieces.remove();
            }
        } finally {
            lock.unlock();
        }
        taken.accept(bytes);
        return bytes;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return pieces.stream().mapToInt(ByteBuffer::remaining).sum();
        } finally {
            lock.unlock();
        }
    }

    /** What has not been read is not wanted. */
    @Override
    public void close() {
        int bytes;
        lock.lock();
        try {
            unwanted = true;
            bytes = pieces.stream().mapToInt(ByteBuffer::remaining).sum();
            pieces.clear();
            change.signalAll();
        } finally {
            lock.unlock();
        }
        taken.accept(bytes);
    }

    private @Nullable ByteBuffer awaitPiece() throws IOException {
        try {
            while (pieces.isEmpty() && !whole && failure == null && !unwanted) {
                change.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in the middle of a message", e);
        }
        if (unwanted) {
            throw new IOException("The stream is closed.");
        }
        if (pieces.isEmpty() && !whole) {
            throw new IOException(failure);
        }
        return pieces.peek();
    }

    /** Each piece of its own would cost a peer that sends a byte at a time nothing, and us forty bytes. */
    private void hold(ByteBuffer more) {
        ByteBuffer last = pieces.peekLast();
        if (last != null && last.capacity() - last.limit() >= more.remaining()) {
            int end = last.limit();
            last.limit(end + more.remaining());
            last.duplicate().position(end).put(more);
        } else if (more.hasRemaining()) {
            pieces.add(ByteBuffer.allocate(Math.max(nextBuffer, more.remaining()))
                    .put(more)
                    .flip());
            nextBuffer = Math.min(2 * nextBuffer, LARGEST_BUFFER);
        }
    }
}
