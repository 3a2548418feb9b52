package dev.parley.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A port that is listened on: HTTP/1.1, and WebSocket where a request is upgraded. Any thread. */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** A request line longer than this is refused with 414. Browsers and proxies stay below 2,000 in practice. */
    private static final int MAX_REQUEST_LINE = 4 * 1024;
    /** Header fields longer than this in all are refused with 431. It leaves room for large cookies. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** From accept to a whole request, TLS included. */
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    /** How many connections the kernel may hold that were not accepted yet: a burst of reconnecting clients. */
    private static final int BACKLOG = 4096;

    /** An event loop that a handler holds does not close anything: it must not hold who stops the server, too. */
    private static final long MAX_CLOSE_MILLIS = 2_000;

    private final Channel channel;
    private final ChannelGroup accepted;

    private Listener(Channel channel, ChannelGroup accepted) {
        this.channel = channel;
        this.accepted = accepted;
    }

    /**
     * Listens.
     *
     * @param address port 0 takes a free one
     * @param tls for https and wss; null for http and ws
     * @param maxConnections how many connections are held at once; further ones are closed as they come
     * @param softLimitBytes how much may wait to be written on a connection before its owner is told that it is full
     * @param answers called for each request, on its connection's event loop; must not block
     * @throws IOException if the address cannot be had, with the reason
     */
    public static Listener open(
            EventLoops loops,
            InetSocketAddress address,
            @Nullable Tls tls,
            int maxConnections,
            int softLimitBytes,
            Function<HttpRequest, HttpAnswer> answers)
            throws IOException {
        ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group)
                .channel(loops.kind().serverChannel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(softLimitBytes / 2, softLimitBytes))
                .childHandler(pipeline(accepted, tls, maxConnections, answers));
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return new Listener(bound.channel(), accepted);
    }

    /** Where it listens, with the port that was taken. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Accepts nobody any more; those who are connected stay. */
    public void stopAccepting() {
        channel.close().awaitUninterruptibly(MAX_CLOSE_MILLIS);
    }

    /** Ends everything, connections too, at once. */
    @Override
    public void close() {
        stopAccepting();
        accepted.close().awaitUninterruptibly(MAX_CLOSE_MILLIS);
    }

    private static ChannelHandler pipeline(
            ChannelGroup accepted, @Nullable Tls tls, int maxConnections, Function<HttpRequest, HttpAnswer> answers) {
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (accepted.size() >= maxConnections) {
                    // Before the process runs out of file descriptors, after which it could not even say no.
                    LOG.log(System.Logger.Level.DEBUG, "refused: {0} connections are open", maxConnections);
                    // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
                    channel.pipeline().addLast(new Refused());
                    channel.close();
                    return;
                }
                accepted.add(channel);
                if (tls != null) {
                    // RFC 6455 §4.2.2: "all further communication for the connection (including the server's handshake)
                    // MUST run through the encrypted tunnel": this is the first handler.
                    SslHandler handler = tls.context.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(Tls.HANDSHAKE_TIMEOUT_MILLIS);
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline()
                        .addLast(new RequestDecoder(http))
                        .addLast(new HttpResponseEncoder())
                        .addLast(new HttpServerHandler(answers, REQUEST_TIMEOUT_MILLIS));
            }
        };
    }

    /** The only handler of a connection that is closed as it comes: what goes wrong on it is nobody's business. */
    private static final class Refused extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
