package dev.parley.pubsub;

import java.util.List;

/**
 * A part of the log of a topic, with what must be known to judge it. Immutable.
 *
 * @param epoch the life of the log that all of this belongs to
 * @param oldest the first offset that the log still has; {@code head + 1} if it has none
 * @param head the last offset that was given; 0 if none was
 * @param entries in order, without a gap; perhaps fewer than there are
 */
public record Slice(String epoch, long oldest, long head, List<Entry> entries) {
    public Slice {
        entries = List.copyOf(entries);
    }

    /** The position of the log's end. */
    public Position end() {
        return new Position(epoch, head);
    }
}
