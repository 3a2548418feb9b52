/** Topics on many nodes: the log and the backplane on Redis. */
@SuppressWarnings("requires-automatic") // Lettuce is no module yet; its name is reserved in its manifest
module dev.parley.redis {
    requires transitive dev.parley.pubsub;
    requires static transitive org.jspecify;
    requires lettuce.core;

    exports dev.parley.redis;
}
