/** Listen, route, accept: WebSocket peers and plain HTTP on one port. */
module dev.parley.server {
    requires transitive dev.parley.engine;
    requires dev.parley.net;
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires static transitive org.jspecify;

    exports dev.parley.server;
}
