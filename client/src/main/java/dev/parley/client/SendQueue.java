package dev.parley.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages that wait for a connection, within bounds. Confined to its owner. */
final class SendQueue {
    /**
     * One of them.
     *
     * @param bytes of its payload
     * @param send gives it to a connection
     */
    record Message(long bytes, Consumer<Socket> send) {}

    private final int maxMessages;
    private final long maxBytes;
    private final Deque<Message> messages = new ArrayDeque<>();
    private long bytes;

    SendQueue(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** @throws DOMException a {@code QuotaExceededError} if there is no room; then nothing has changed */
    void add(Message message) {
        if (messages.size() >= maxMessages || message.bytes() > maxBytes - bytes) {
            throw DOMException.quotaExceededError("There is no connection, and no more than " + maxMessages
                    + " messages or " + maxBytes + " bytes wait for one.");
        }
        messages.add(message);
        bytes += message.bytes();
    }

    @Nullable
    Message poll() {
        Message next = messages.poll();
        if (next != null) {
            bytes -= next.bytes();
        }
        return next;
    }

    /** The payload bytes that wait. */
    long bytes() {
        return bytes;
    }
}
