/** Topics that lose nothing: presence, history, recovery. */
module dev.parley.pubsub {
    requires transitive dev.parley.server;
    requires static transitive org.jspecify;
    requires java.sql;
    requires tools.jackson.core;

    exports dev.parley.pubsub;
}
