package dev.parley.pubsub;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where the messages of topics stand, each topic's for itself, in order. Any thread; no method blocks. A topic begins when it is
 * first written or read.
 *
 * <p>A stage fails with {@link Refused}: then an append may have happened, or may happen still, unless the reason says otherwise; it
 * may be tried again with the same id.
 */
public interface Log extends AutoCloseable {
    /** What an acknowledged message survives. */
    Durability durability();

    /**
     * Adds a message, unless the same publisher has published the same id before and the log still knows it. The offset is given, and the id
     * noted, in one step that happens whole or not at all; the stage completes when the message is as safe as {@link #durability}
     * says. Of one caller's appends to one topic, the earlier one gets the lower offset.
     */
    CompletionStage<Appended> append(TopicName topic, Draft draft);

    /**
     * Reads messages in order.
     *
     * @param after the offset before the first one wanted; negative, −n, for the last n that there are
     * @param max how many at the most, 0 or more; a log may give fewer, but not none where there are some
     */
    CompletionStage<Slice> read(TopicName topic, long after, int max);

    /** The ends of the logs of some topics, at most 1,000. */
    CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics);

    /** Ends it; what waits fails. */
    @Override
    void close();
}
