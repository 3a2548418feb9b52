/** The shell around the engine, on Netty. For the client and the server alone. */
@SuppressWarnings("module") // the two modules it is exported to are compiled after this one
module dev.parley.net {
    requires transitive dev.parley.engine;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.haproxy;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.classes.kqueue;
    requires io.netty.transport.unix.common;

    exports dev.parley.net to
            dev.parley.client,
            dev.parley.server;
}
