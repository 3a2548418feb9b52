/** A load for anybody's WebSocket server. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module dev.parley.bench {
    requires HdrHistogram;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports dev.parley.bench;
}
