package dev.parley.server;

import dev.parley.engine.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The messages of one peer that come in or wait to be read, in their order. Filled by the event loop, emptied by one thread. */
final class MessageQueue {
    /** Over so many bytes that nobody has read the peer is made to wait. */
    private static final int MOST_BYTES = 256 * 1024;
    /** What a message costs beside its bytes: without it, empty ones could be queued without end. */
    private static final int COST_OF_A_MESSAGE = 512;

    private final Peer peer;
    // All guarded by this.
    private final Deque<MessageInput> messages = new ArrayDeque<>();
    private @Nullable MessageInput incoming;
    private int cost;
    private boolean paused;
    private boolean reading;

    MessageQueue(Peer peer) {
        this.peer = peer;
    }

    /** The next bytes came in; whether a reader must be started. */
    boolean add(Opcode kind, ByteBuffer fragment, boolean last) {
        MessageInput message;
        boolean starts;
        synchronized (this) {
            if (incoming == null) {
                incoming = new MessageInput(kind, this::taken);
                messages.add(incoming);
                cost += COST_OF_A_MESSAGE;
            }
            message = incoming;
            incoming = last ? null : incoming;
            cost += fragment.remaining();
            starts = !reading;
            reading = true;
            if (cost > MOST_BYTES && !paused) {
                paused = true;
                peer.pause();
            }
        }
        message.add(fragment, last);
        return starts;
    }

    /** The next message to read; null, and the reader's work is done, if there is none. */
    synchronized @Nullable MessageInput next() {
        MessageInput next = messages.poll();
        if (next == null) {
            reading = false;
        } else {
            taken(COST_OF_A_MESSAGE);
        }
        return next;
    }

    /** Nothing more comes. */
    synchronized void fail(String why) {
        if (incoming != null) {
            incoming.fail(why);
        }
    }

    private synchronized void taken(int bytes) {
        cost -= bytes;
        if (paused && cost <= MOST_BYTES / 2) {
            paused = false;
            peer.resume();
        }
    }
}
