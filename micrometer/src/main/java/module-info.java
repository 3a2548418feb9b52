/** The server's figures in a program's Micrometer registry. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.parley.micrometer {
    requires transitive dev.parley.server;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.parley.micrometer;
}
