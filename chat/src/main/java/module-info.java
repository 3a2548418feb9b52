/** The chat application and its pages. */
module dev.parley.chat {
    requires transitive dev.parley.pubsub;
    requires transitive dev.parley.server;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports dev.parley.chat;
}
