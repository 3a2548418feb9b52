package dev.parley.proofs.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Netty's own WebSocket codec as a server. */
final class NettyServer extends ChannelInitializer<Channel> {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    private NettyServer() {}

    static PeerServer begin() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new NettyServer())
                .bind(PeerServer.HOST, 0)
                .sync()
                .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        return PeerServer.at(port, () -> stop(loops));
    }

    static void stop(EventLoopGroup loops) throws InterruptedException {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .allowExtensions(true)
                .withUTF8Validator(true)
                .maxFramePayloadLength(PeerServer.MAX_MESSAGE_BYTES)
                .build();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(
                new HttpServerCodec(),
                new HttpObjectAggregator(MAX_REQUEST_BYTES),
                new WebSocketServerCompressionHandler(PeerServer.MAX_MESSAGE_BYTES),
                new WebSocketServerProtocolHandler(config),
                new WebSocketFrameAggregator(PeerServer.MAX_MESSAGE_BYTES),
                new NettyRefusal(),
                new NettyEcho());
    }
}
