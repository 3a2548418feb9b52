/** The browser's WebSocket for JavaScript on the JVM. */
module dev.parley.script {
    requires transitive dev.parley.client;
    requires transitive org.graalvm.polyglot;
    requires java.net.http;
    requires static transitive org.jspecify;

    exports dev.parley.script;
}
