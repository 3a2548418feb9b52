package dev.parley.proofs.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Netty's own WebSocket codec as a server, with one event loop, on epoll and BoringSSL where they are. */
final class NettyServer extends ChannelInitializer<Channel> {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    /** As many connections may wait to be accepted, as with ours. */
    private static final int BACKLOG = 4096;

    private final Setup setup;
    private final @Nullable SslContext tls;
    private final @Nullable ChannelGroup everybody;

    private NettyServer(Setup setup, EventLoopGroup loops) throws SSLException {
        this.setup = setup;
        this.tls = setup.isSecure() ? tls(String.valueOf(setup.identity())) : null;
        this.everybody = setup.toAll() ? new DefaultChannelGroup(loops.next()) : null;
    }

    static PeerServer begin() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new NettyServer(Setup.ofThisProcess(), loops))
                .bind(PeerServer.HOST, 0)
                .sync()
                .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        return PeerServer.at(port, () -> stop(loops));
    }

    static void stop(EventLoopGroup loops) throws InterruptedException {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    }

    private static SslContext tls(String identity) throws SSLException {
        return SslContextBuilder.forServer(new File(identity + ".pem"), new File(identity + ".key"))
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .build();
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .allowExtensions(setup.compressed())
                .withUTF8Validator(true)
                .maxFramePayloadLength(PeerServer.MAX_MESSAGE_BYTES)
                .build();
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            pipeline.addLast(tls.newHandler(channel.alloc()));
        }
        pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST_BYTES));
        if (setup.compressed()) {
            pipeline.addLast(NettyCompression.handler());
        }
        pipeline.addLast(
                new WebSocketServerProtocolHandler(config),
                new WebSocketFrameAggregator(PeerServer.MAX_MESSAGE_BYTES),
                new NettyRefusal(),
                everybody == null ? new NettyEcho() : new NettyBroadcast(everybody));
    }
}
