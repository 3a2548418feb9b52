package dev.parley.redis;

import dev.parley.pubsub.TopicName;

/**
 * What things are called in Redis. All of a topic has the topic's name in braces, so that a cluster keeps it in one place, and a
 * script may use all of it. Immutable.
 */
record Keys(String prefix) {
    /** As the scripts of a topic take them: meta, log, and two halves of the ids. */
    String[] log(TopicName topic) {
        String base = base(topic);
        return new String[] {base + "meta", base + "log", base + "ids0", base + "ids1"};
    }

    /** As the scripts of presence take them: nodes, here. */
    String[] presence(TopicName topic) {
        String base = base(topic);
        return new String[] {base + "nodes", base + "here"};
    }

    String channel(TopicName topic) {
        return base(topic) + "news";
    }

    /** The nodes of the service. */
    String[] nodes() {
        return new String[] {prefix + ":nodes"};
    }

    private String base(TopicName topic) {
        return prefix + ":{" + topic.text() + "}:";
    }
}
