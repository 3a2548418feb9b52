package dev.parley.proofs.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Netty's own WebSocket codec as a client. */
final class NettyClient extends ChannelInitializer<Channel> {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final URI address;
    private final CloseReason reason = new CloseReason();

    private NettyClient(URI address) {
        this.address = address;
    }

    static PeerClient begin() {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return new Reconnecting(address -> new NettyClient(address).connect(loops), () -> NettyServer.stop(loops));
    }

    private CompletableFuture<String> connect(EventLoopGroup loops) throws InterruptedException {
        CompletableFuture<String> over = new CompletableFuture<>();
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(this)
                .connect(address.getHost(), address.getPort())
                .sync()
                .channel()
                .closeFuture()
                .addListener(closed -> over.complete(reason.text));
        return over;
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address)
                .allowExtensions(true)
                .withUTF8Validator(true)
                .maxFramePayloadLength(PeerServer.MAX_MESSAGE_BYTES)
                .build();
        channel.pipeline()
                .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(MAX_ANSWER_BYTES),
                        new WebSocketClientCompressionHandler(PeerServer.MAX_MESSAGE_BYTES),
                        reason,
                        new WebSocketClientProtocolHandler(config),
                        new WebSocketFrameAggregator(PeerServer.MAX_MESSAGE_BYTES),
                        new NettyEcho());
    }

    /** Sees the Close frame, which the handler after it answers and keeps to itself. */
    private static final class CloseReason extends ChannelInboundHandlerAdapter {
        volatile String text = "";

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof CloseWebSocketFrame frame) {
                text = frame.reasonText();
            }
            context.fireChannelRead(message);
        }
    }
}
