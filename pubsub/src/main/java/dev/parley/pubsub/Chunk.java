package dev.parley.pubsub;

import java.util.List;

/**
 * A part of a log as it goes out, to all who ask for it at the same time. Immutable.
 *
 * @param messages the entries of the slice
 */
record Chunk(Slice slice, List<Message> messages) {
    static Chunk of(TopicName topic, Slice slice) {
        return new Chunk(
                slice,
                slice.entries().stream()
                        .map(entry -> new Message(entry.offset(), Wire.message(topic, entry)))
                        .toList());
    }
}
