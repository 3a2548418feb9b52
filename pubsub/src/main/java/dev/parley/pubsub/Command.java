package dev.parley.pubsub;

import java.util.Optional;

/** What a client may ask for. Immutable. {@code ref} is repeated in the answer; any number of the client's. */
sealed interface Command {
    long ref();

    /**
     * Be told what is said in a topic.
     *
     * @param resume where the client has got to, if it was there before
     * @param history how many of the last messages to begin with, where it cannot go on from there
     * @param presence whether to be told who comes and leaves
     */
    record Subscribe(long ref, TopicName topic, Optional<Position> resume, int history, boolean presence)
            implements Command {}

    record Unsubscribe(long ref, TopicName topic) implements Command {}

    /** Say something in a topic. */
    record Publish(long ref, TopicName topic, String id, Payload payload) implements Command {}

    /**
     * See what was said in a topic.
     *
     * @param before the offset after the last one wanted; {@link Long#MAX_VALUE} for the newest
     * @param limit how many at the most
     * @param ageMillis how old at the most; {@link Long#MAX_VALUE} for any age
     */
    record History(long ref, TopicName topic, long before, int limit, long ageMillis) implements Command {}

    /** See who is subscribed to a topic. */
    record Presence(long ref, TopicName topic) implements Command {}

    /** See whether the server is there, and where its topics have got to. */
    record Ping(long ref) implements Command {}
}
