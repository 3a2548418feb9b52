package dev.parley.net;

import dev.parley.net.Chunks.Chunk;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written to one socket: gathered in memory that the event loop's sockets take turns with, or written from where it lies
 * if it is much; held only for as long as the kernel does not take it. Confined to its event loop.
 */
final class SocketOutput {
    /** From so many bytes on, a payload is written from where it lies; fewer are sooner copied than written apart. */
    private static final int WRITTEN_IN_PLACE = 8 * 1024;

    /** Learns of what happens while bytes are added or written. */
    interface Owner {
        /** The kernel takes nothing more for now; {@link SocketOutput#unblock} when it does. */
        void onBlocked();

        /** Bytes were written in the midst of adding: there were too many to gather. */
        void onWrittenEarly();

        void onFailed(IOException e);
    }

    private final Socket socket;
    private final Chunks chunks;
    private final Owner owner;

    private @Nullable Chunk first;
    private @Nullable Chunk last;
    private long added;
    private long written;
    private boolean blocked;
    private boolean ended;

    SocketOutput(Socket socket, Chunks chunks, Owner owner) {
        this.socket = socket;
        this.chunks = chunks;
        this.owner = owner;
    }

    /** How many bytes were added, ever. */
    long added() {
        return added;
    }

    /** How many bytes the kernel has taken, ever. */
    long written() {
        return written;
    }

    boolean isBlocked() {
        return blocked;
    }

    /** Whether there is something that {@link #write} would write. */
    boolean isPending() {
        return first != null && !blocked;
    }

    // ---- adding ----

    /**
     * Room for so many bytes, which count as added and are to be put there before the next call.
     *
     * @param more whether as much as fills a large chunk is likely to follow
     */
    ByteBuffer claim(int bytes, boolean more) {
        added += bytes;
        return room(bytes, more).buffer;
    }

    /** Adds bytes, which are lent; all of them are taken. */
    void append(ByteBuffer bytes, boolean more) {
        added += bytes.remaining();
        if (bytes.remaining() >= WRITTEN_IN_PLACE && bytes.isDirect() && !blocked && !ended) {
            write(bytes);
        }
        int end = bytes.limit();
        while (bytes.position() < end) {
            ByteBuffer out = room(1, more).buffer;
            bytes.limit(Math.min(end, bytes.position() + out.remaining()));
            out.put(bytes);
            bytes.limit(end);
        }
    }

    private Chunk room(int bytes, boolean more) {
        Chunk current = last;
        if (current != null && current.buffer.remaining() >= bytes) {
            return current;
        }
        if (current != null && !blocked && current.buffer.capacity() == Chunks.LARGE) {
            write(); // it stays in the processor's cache if it is used again at once
            owner.onWrittenEarly();
        }
        Chunk next = chunks.take(more || last != null || bytes > Chunks.SMALL ? Chunks.LARGE : Chunks.SMALL);
        if (last == null) {
            first = next;
        } else {
            last.next = next;
        }
        last = next;
        return next;
    }

    // ---- writing ----

    /** Writes what was added, as far as the kernel takes it. */
    void write() {
        if (!blocked) {
            write(null);
        }
    }

    /** The kernel takes bytes again: writes what waits. */
    void unblock() {
        blocked = false;
        write(null);
    }

    /** The socket is closed: what waits is given up, and so is all that follows. */
    void end() {
        ended = true;
        blocked = false;
        while (first != null) {
            written += first.buffer.position() - first.from;
            giveFirst();
        }
    }

    /** Writes all chunks, and then the bytes of {@code also} from where they lie, as far as the kernel takes them. */
    private void write(@Nullable ByteBuffer also) {
        if (ended) {
            end();
            return;
        }
        try {
            boolean together = false;
            while (first != null) {
                together = also != null && first == last;
                if (!writeFirst(together ? also : null)) {
                    block();
                    return;
                }
                giveFirst();
            }
            if (also != null && !together) {
                int bytes = socket.send(also, also.position(), also.limit());
                written += bytes;
                also.position(also.position() + bytes);
            }
            if (also != null && also.hasRemaining()) {
                block();
            }
        } catch (IOException e) {
            owner.onFailed(e);
        }
    }

    /** Writes the first chunk, and {@code also} with it; false if not even the chunk was taken whole. */
    private boolean writeFirst(@Nullable ByteBuffer also) throws IOException {
        Chunk chunk = first;
        int end = chunk.buffer.position();
        int length = end - chunk.from;
        long bytes = also == null
                ? socket.sendAddress(chunk.address, chunk.from, end)
                : writeTogether(chunk.buffer, chunk.from, also);
        written += bytes;
        if (bytes < length) {
            chunk.from += (int) bytes;
            return false;
        }
        if (also != null) {
            also.position(also.position() + (int) bytes - length);
        }
        return true;
    }

    /** A header and its payload in one go: as two, each would cost a packet. */
    private long writeTogether(ByteBuffer head, int from, ByteBuffer payload) throws IOException {
        int end = head.position();
        head.limit(end).position(from);
        ByteBuffer[] both = chunks.pair;
        both[0] = head;
        both[1] = payload;
        try {
            return socket.writev(both, 0, 2, Long.MAX_VALUE);
        } finally {
            both[1] = head; // the payload is not ours to keep
            head.limit(head.capacity()).position(end);
        }
    }

    private void giveFirst() {
        Chunk done = first;
        first = done.next;
        if (first == null) {
            last = null;
        }
        chunks.give(done);
    }

    private void block() {
        blocked = true;
        owner.onBlocked();
    }
}
