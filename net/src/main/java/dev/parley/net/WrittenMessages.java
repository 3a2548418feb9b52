package dev.parley.net;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a line has written: keeps where in its stream they end, and tells when the network has taken so much. While it
 * takes all at once, as it mostly does, that is three sums. Confined to the line's event loop.
 */
final class WrittenMessages {
    /** Messages that wait are told of together, up to so many bytes. */
    private static final int BYTES_TOGETHER = 64 * 1024;

    private record Group(long end, int messages, long payloadBytes, long bytes) {}

    /** Those before the ones that are summed up here; null while there are none. */
    private @Nullable Deque<Group> earlier;

    private long end;
    private int messages;
    private long payloadBytes;
    private long bytes;

    /**
     * A message was added.
     *
     * @param end where in the stream it ends
     * @param payload its bytes as the application knows them
     * @param bytes its bytes as they wait
     */
    void add(long end, long payload, long bytes) {
        if (this.bytes > BYTES_TOGETHER) {
            if (earlier == null) {
                earlier = new ArrayDeque<>();
            }
            earlier.add(new Group(this.end, messages, payloadBytes, this.bytes));
            reset();
        }
        this.end = end;
        messages++;
        payloadBytes += payload;
        this.bytes += bytes;
    }

    /** So many bytes of the stream were written. */
    void written(long sent, ConnectionHandler handler) {
        while (earlier != null && !earlier.isEmpty() && earlier.getFirst().end <= sent) {
            Group group = earlier.removeFirst();
            handler.onWritten(group.messages, group.payloadBytes, group.bytes);
        }
        if (messages > 0 && end <= sent) {
            int count = messages;
            long payload = payloadBytes;
            long cost = bytes;
            reset(); // before it is told: who hears of it may send the next
            earlier = null;
            handler.onWritten(count, payload, cost);
        }
    }

    private void reset() {
        messages = 0;
        payloadBytes = 0;
        bytes = 0;
    }
}
