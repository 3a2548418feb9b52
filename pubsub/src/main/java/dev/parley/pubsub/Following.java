package dev.parley.pubsub;

/** A {@link Feed} that is being told of a topic. Any thread. */
@FunctionalInterface
public interface Following extends AutoCloseable {
    /** Nothing more will be told, but for what is on its way. */
    @Override
    void close();
}
