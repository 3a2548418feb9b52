package dev.parley.proofs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** Netty's codec in the pipeline that its examples build, without a transport. Stateless. */
final class NettyCodec implements Implementation {
    /** Of a frame, in a buffer that doubles. */
    private static final int MAX_INFLATED_BYTES = 1 << 16;

    @Override
    public Reaction react(boolean server, boolean deflate, List<byte[]> pieces) {
        Log log = new Log();
        EmbeddedChannel channel = new EmbeddedChannel(
                (server ? server(log, deflate) : client(log, deflate)).toArray(ChannelHandler[]::new));
        if (server) {
            channel.writeInbound(Unpooled.wrappedBuffer(Heads.request(deflate)));
            log.takeSent(channel);
            log.sent.takeHead();
        } else {
            log.takeSent(channel);
            channel.writeInbound(Unpooled.wrappedBuffer(Heads.answer(log.sent.takeHead(), deflate)));
        }
        if (channel.pipeline().get("wsdecoder") == null && channel.pipeline().get("ws-decoder") == null) {
            throw new AssertionError("Netty did not open: " + channel.pipeline());
        }
        for (byte[] piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.copiedBuffer(piece));
            }
        }
        log.takeSent(channel);
        Reaction reaction = new Reaction(List.copyOf(log.got), log.sent.read(), log.end, log.why);
        channel.finishAndReleaseAll();
        return reaction;
    }

    private static List<ChannelHandler> server(Log log, boolean deflate) {
        List<ChannelHandler> handlers = new ArrayList<>();
        handlers.add(new HttpServerCodec());
        handlers.add(new HttpObjectAggregator(1 << 16));
        if (deflate) {
            handlers.add(new WebSocketServerExtensionHandler(
                    new PerMessageDeflateServerExtensionHandshaker(6, false, 15, true, true, MAX_INFLATED_BYTES)));
        }
        handlers.add(log.closes());
        handlers.add(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .allowExtensions(deflate)
                .dropPongFrames(false)
                .maxFramePayloadLength(MAX_MESSAGE_BYTES)
                .build()));
        handlers.add(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        handlers.add(log);
        return handlers;
    }

    private static List<ChannelHandler> client(Log log, boolean deflate) {
        List<ChannelHandler> handlers = new ArrayList<>();
        handlers.add(new HttpClientCodec());
        handlers.add(new HttpObjectAggregator(1 << 16));
        if (deflate) {
            handlers.add(new WebSocketClientExtensionHandler(
                    new PerMessageDeflateClientExtensionHandshaker(6, false, 15, true, true, MAX_INFLATED_BYTES)));
        }
        handlers.add(log.closes());
        handlers.add(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("ws://h/")
                .allowExtensions(deflate)
                .dropPongFrames(false)
                .maxFramePayloadLength(MAX_MESSAGE_BYTES)
                .build()));
        handlers.add(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        handlers.add(log);
        return handlers;
    }

    private static final class Log extends ChannelInboundHandlerAdapter {
        final List<String> got = new ArrayList<>();
        final SentFrames sent = new SentFrames();
        String end = "open";
        String why = "";

        void takeSent(EmbeddedChannel channel) {
            for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                // What is no bytes here is refused by a transport.
                if (out instanceof ByteBuf bytes) {
                    sent.add(bytes.nioBuffer());
                }
                ReferenceCountUtil.release(out);
            }
        }

        /** Sees Close frames, which the protocol's handler keeps to itself. */
        ChannelHandler closes() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    if (message instanceof CloseWebSocketFrame close && end.equals("open")) {
                        end = "closed " + (close.statusCode() < 0 ? 1005 : close.statusCode());
                    }
                    context.fireChannelRead(message);
                }
            };
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof TextWebSocketFrame frame) {
                got.add(Shown.text(frame.text()));
            } else if (message instanceof BinaryWebSocketFrame frame) {
                got.add(Shown.binary(frame.content().nioBuffer()));
            } else if (message instanceof PongWebSocketFrame frame) {
                got.add(Shown.pong(frame.content().nioBuffer()));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof PrematureChannelClosureException) {
                return; // the transport's end after a Close frame inside a message
            }
            if (!end.equals("failed")) {
                why = String.valueOf(cause.getMessage());
            }
            end = "failed";
        }
    }
}
