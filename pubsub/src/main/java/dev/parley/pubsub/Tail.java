package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.List;

/** The last messages of a topic, at hand for those who are a little behind. Guarded by its topic. */
final class Tail {
    private final int maxMessages;
    private final int maxBytes;
    private final Ring<Message> messages = new Ring<>();
    private long bytes;

    Tail(int maxMessages, int maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Adds the message that follows the last one; the newest is always kept. */
    void add(Message message) {
        messages.add(message);
        bytes += message.utf8().length;
        while (messages.size() > maxMessages || bytes > maxBytes && messages.size() > 1) {
            bytes -= messages.removeFirst().utf8().length;
        }
    }

    /** Whether all that follows an offset is here. */
    boolean covers(long offset) {
        return !messages.isEmpty() && messages.at(0).offset() <= offset + 1;
    }

    /** What follows an offset that is covered, at most so many. */
    List<Message> after(long offset, int max) {
        List<Message> found = new ArrayList<>();
        int from = (int) Math.min(messages.size(), offset + 1 - messages.at(0).offset());
        for (int i = from; i < messages.size() && found.size() < max; i++) {
            found.add(messages.at(i));
        }
        return found;
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }
}
