/** The client of topics that lose nothing. */
module dev.parley.topics {
    requires transitive dev.parley.client;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports dev.parley.topics;
}
