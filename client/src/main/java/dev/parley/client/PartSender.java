package dev.parley.client;

import dev.parley.engine.Opcode;
import dev.parley.net.Connection;
import dev.parley.net.OutboundMeter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends blobs that lie in files, part by part as the network takes them, and has what is sent after one wait behind it. Any thread, but for
 * what says that it is for the event loop.
 *
 * <p>There is one part in memory, and what the connection holds of earlier ones, which is about as much. Parts are read by threads that
 * may block, one at a time.
 */
final class PartSender {
    /** A frame each. Larger ones are no faster, and smaller ones cost their receiver. */
    private static final int PART_BYTES = 64 * 1024;

    private final OutboundMeter outbound;
    private final Consumer<String> fail;
    /** What comes after the blob at hand: each begins, and says whether it goes on after that. Guarded by this. */
    private final Deque<BooleanSupplier> waiting = new ArrayDeque<>();
    /** Whether a blob is under way. Written under the lock. */
    private volatile boolean busy;
    /** Whether nothing is sent any more. Written under the lock. */
    private volatile boolean ended;

    /** Confined to the event loop, like what follows. */
    private @Nullable Sending current;

    private boolean full;

    /**
     * @param outbound is told what takes memory
     * @param fail ends the connection: a blob cannot be read; called once, on any thread
     */
    PartSender(OutboundMeter outbound, Consumer<String> fail) {
        this.outbound = outbound;
        this.fail = fail;
    }

    /** Whether nothing has to wait. */
    boolean isIdle() {
        return !busy;
    }

    /** Has something wait until the blobs before it are sent; false if there are none. */
    boolean defer(Runnable send) {
        return enqueue(() -> {
            send.run();
            return false;
        });
    }

    /** Sends a blob in its turn. */
    void send(Connection connection, Blob blob) {
        Sending sending = new Sending(connection, blob);
        synchronized (this) {
            if (!busy) {
                busy = true;
                sending.begin();
                return;
            }
        }
        if (!enqueue(sending::begin)) {
            send(connection, blob);
        }
    }

    private synchronized boolean enqueue(BooleanSupplier next) {
        if (!busy) {
            return false;
        }
        if (!ended) {
            waiting.add(next);
        }
        return true;
    }

    /** The blob at hand is sent. */
    private void next() {
        BooleanSupplier next;
        do {
            synchronized (this) {
                next = waiting.poll();
                busy = next != null;
            }
        } while (next != null && !next.getAsBoolean());
    }

    // ---- on the event loop ----

    /** So much waits to be written that no part may follow. */
    void full() {
        full = true;
    }

    /** Parts may follow again. */
    void drained() {
        full = false;
        Sending sending = current;
        if (sending != null) {
            sending.connection.execute(sending::resume); // not within the call that tells of it
        }
    }

    /** The connection has ended. */
    void end() {
        synchronized (this) {
            ended = true;
            waiting.clear();
        }
        if (current != null && current.ready > 0) {
            current.release();
        }
    }

    /** One blob on its way. Its stream and its part belong to the reading thread, or to the loop while a part is ready. */
    private final class Sending {
        private final Connection connection;
        private final Blob blob;
        private byte[] part = {};
        private @Nullable InputStream in;
        private long left;
        /** How many bytes of the part are read and not sent; on the loop. */
        private int ready;

        Sending(Connection connection, Blob blob) {
            this.connection = connection;
            this.blob = blob;
            this.left = blob.size();
        }

        boolean begin() {
            EventThreads.DEFAULT.execute(this::read);
            return true;
        }

        private void read() {
            try {
                InputStream from = in;
                if (from == null) {
                    part = new byte[(int) Math.min(PART_BYTES, left)];
                    from = blob.stream();
                    in = from;
                }
                int count = from.readNBytes(part, 0, (int) Math.min(part.length, left));
                if (count == 0) {
                    throw new IOException("The blob has become shorter.");
                }
                left -= count;
                outbound.loaded(count);
                connection.execute(() -> offer(count));
            } catch (IOException e) {
                closeInput();
                fail.accept("a blob could not be read: " + e.getMessage());
            }
        }

        private void offer(int count) {
            current = this;
            ready = count;
            if (ended) {
                release();
            } else if (!full) {
                resume();
            }
        }

        private void resume() {
            int count = ready;
            if (count == 0 || full) {
                return;
            }
            ready = 0;
            boolean last = left == 0;
            if (!connection.sendPart(Opcode.BINARY, ByteBuffer.wrap(part, 0, count), last)) {
                release(); // it is closing, and nothing follows
            } else if (last) {
                release();
                outbound.loadedAll();
                next();
            } else {
                EventThreads.DEFAULT.execute(this::read);
            }
        }

        private void release() {
            current = null;
            closeInput();
        }

        private void closeInput() {
            try {
                if (in != null) {
                    in.close();
                }
            } catch (IOException e) {
                // It was read only.
            }
        }
    }
}
