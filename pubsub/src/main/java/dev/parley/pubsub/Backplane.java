package dev.parley.pubsub;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the nodes of one service have in common: the log, a way to be told of what others append, and who is present. Any thread; no
 * method blocks.
 *
 * <p>Nothing but the log is relied on. What is told of may be lost, come twice or in another order: a node finds that out from the
 * offsets, and by comparing ends from time to time. {@link BackplaneContract} has the checks for an implementation.
 */
public interface Backplane extends AutoCloseable {
    /** The log that all nodes share. */
    Log log();

    /**
     * Tells of what is appended to a topic from now on, until closed; of what the same node appends, too.
     *
     * @param feed called by any thread, and does not block
     */
    Following follow(TopicName topic, Feed feed);

    /**
     * Tells who came to a topic and who left, at one node, and that those who did neither are still there. What a node has said
     * expires when it says nothing for a while.
     *
     * @param node the same for all that one node says, and no other's
     * @return false if nothing was known of that node and topic: then all who are there are to be told of as having come
     */
    CompletionStage<Boolean> announce(TopicName topic, String node, Collection<Member> came, Collection<Member> left);

    /** Who is at a topic, at any node, in any order. */
    CompletionStage<List<Member>> members(TopicName topic);

    /** Ends it, and the log. */
    @Override
    void close();
}
