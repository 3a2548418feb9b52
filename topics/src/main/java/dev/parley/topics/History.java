package dev.parley.topics;

import java.util.List;

/**
 * What was said in a topic. Immutable.
 *
 * @param oldest the first offset that the log still has
 * @param head the last offset that was given
 * @param messages in order
 */
public record History(String epoch, long oldest, long head, List<Message> messages) {
    public History {
        messages = List.copyOf(messages);
    }
}
