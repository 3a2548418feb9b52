package dev.parley.pubsub;

import java.util.List;

/** What a subscription at some position gets next. Immutable. */
sealed interface Next {
    /** These, from the tail; none if it has got to the end. */
    record Messages(List<Message> messages) implements Next {}

    /** What only the log has. */
    record FromLog() implements Next {}

    /** Not what would follow: the topic lost something, and stands elsewhere now. */
    record Elsewhere(TopicState state) implements Next {}
}
