/** The browser's WebSocket, in Java. */
module dev.parley.client {
    requires transitive dev.parley.engine;
    requires dev.parley.net;
    requires static transitive org.jspecify;

    exports dev.parley.client;
}
