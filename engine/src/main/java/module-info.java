/** RFC 6455 as a state machine: no sockets, threads, clocks or logging. */
module dev.parley.engine {
    requires static transitive org.jspecify;

    exports dev.parley.engine;
}
