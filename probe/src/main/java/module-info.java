/** Conformance cases for anybody's WebSocket endpoint, and their runner. */
module dev.parley.probe {
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports dev.parley.probe;
}
