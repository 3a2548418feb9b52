package dev.parley.net;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Headers;
import dev.parley.engine.MaskingKeys;
import dev.parley.engine.PartialMessages;
import dev.parley.engine.WebSocketEngine;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a connection that we made: sends the handshake's request, has the answer judged, and leaves the pipeline
 * to a {@link WebSocketConnection}. Confined to the channel's event loop.
 */
final class HttpClientHandler extends ChannelInboundHandlerAdapter {
    private static final FastThreadLocal<MaskingKeys> KEYS_OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected MaskingKeys initialValue() {
            return MaskingKeys.secure();
        }
    };

    /** A client counts what waits by itself: {@code bufferedAmount}. This is for the channel only. */
    private static final int SOFT_LIMIT_BYTES = 64 * 1024;

    /** The request has gone out long before its answer is there. */
    private static final long HANDOVER_MILLIS = 10_000;

    private static final byte[] NOTHING = {};

    private final Dialer dialer;
    /** Set once the answer's header was judged; the upgrade follows when the parser is done with the answer. */
    private ClientHandshake.@Nullable Accepted accepted;

    private boolean isConnected;

    HttpClientHandler(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (dialer.route().isDirect()) {
            connected(context);
        } else {
            dialer.stage("asking the proxy " + dialer.route().printable() + " for a connection");
        }
    }

    /** To the server itself, perhaps through a proxy. */
    private void connected(ChannelHandlerContext context) {
        isConnected = true;
        if (dialer.target().secure()) {
            dialer.stage("making the TLS handshake");
        } else {
            ask(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ProxyConnectionEvent) {
            connected(context);
        } else if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                ask(context);
            } else {
                // RFC 6455 §4.1: "If this fails (e.g., the server's certificate could not be verified), then the client
                // MUST _Fail the WebSocket Connection_ and abort the connection."
                dialer.fail(DialFailure.of(tls.cause(), dialer));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!isConnected) {
                return; // the rest of what a proxy said that refuses; why it does so comes next
            }
            if (((HttpObject) message).decoderResult().isFailure()) {
                dialer.fail("the server's answer is not HTTP");
            } else if (message instanceof HttpResponse response) {
                if (!isInterim(response.status().code())) {
                    judge(response);
                }
            } else if (message instanceof LastHttpContent && accepted != null) {
                upgrade(context, accepted);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String hint = dialer.target().secure() ? "" : "; does it expect wss?";
        dialer.fail("the server ended the connection during the handshake" + hint);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        dialer.fail(DialFailure.of(cause, dialer));
        context.close();
    }

    private void ask(ChannelHandlerContext context) {
        // RFC 6455 §4.1: "the client MUST send an opening handshake to the server."
        DialTarget target = dialer.target();
        dialer.stage("waiting for the answer to the opening handshake");
        // RFC 6455 §4.1: "The handshake MUST be a valid HTTP request", and "The method of the request MUST be GET, and
        // the HTTP version MUST be at least 1.1."
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target.requestTarget());
        target.headers().forEach(field -> request.headers().add(field.name(), field.value()));
        dialer.handshake().request().forEach(field -> request.headers().add(field.name(), field.value()));
        context.writeAndFlush(request);
    }

    /** Whether another answer follows (RFC 9110 §15.2); 101 is the last one of its kind. */
    private static boolean isInterim(int status) {
        return status >= 100 && status < 200 && status != 101;
    }

    private void judge(HttpResponse response) {
        if (!response.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            // RFC 6455 §4.1: "If the server's response does not conform to the requirements for the server's handshake
            // as defined in this section and in Section 4.2.2, the client MUST _Fail the WebSocket Connection_."
            dialer.fail("the server answered in " + response.protocolVersion() + " instead of HTTP/1.1");
            return;
        }
        Optional<Headers> parsed = HeaderFields.of(response.headers());
        if (parsed.isEmpty()) {
            dialer.fail("the answer has a malformed header field");
            return;
        }
        int status = response.status().code();
        Headers headers = parsed.get();
        dialer.listener().onAnswer(headers);
        Optional<String> elsewhere = RefusedHandshake.location(status, headers);
        if (elsewhere.isPresent() && dialer.target().followsRedirects()) {
            dialer.redirect(elsewhere.get());
            return;
        }
        ClientHandshake.Verdict verdict = dialer.handshake().judge(status, headers);
        if (verdict instanceof ClientHandshake.Accepted agreed) {
            accepted = agreed;
        } else if (verdict instanceof ClientHandshake.Refused refused) {
            String advice = RefusedHandshake.advice(status, headers, refused, dialer.target());
            dialer.refuse(status, headers, refused.why() + advice);
        }
    }

    private void upgrade(ChannelHandlerContext context, ClientHandshake.Accepted accepted) {
        ConnectionHandler owner = dialer.accept(accepted);
        if (owner == null) {
            context.close();
            return;
        }
        // RFC 6455 §4.1: only now is there anything to send frames with: "the client MUST wait for a response from the
        // server before sending any further data."
        Upgrade.begin(
                context.channel(),
                NOTHING,
                () -> removeFrom(context.pipeline()),
                line -> webSocket(line, owner, accepted),
                SOFT_LIMIT_BYTES,
                HANDOVER_MILLIS,
                () -> {});
    }

    private WebSocketConnection webSocket(Line line, ConnectionHandler owner, ClientHandshake.Accepted accepted) {
        return new WebSocketConnection(
                line,
                Terms.NONE,
                owner,
                outbox -> WebSocketEngine.client(
                        dialer.target().limits(),
                        PartialMessages.UNLIMITED,
                        accepted.agreement(),
                        LoopShare.current().pool,
                        KEYS_OF_LOOP.get(),
                        owner,
                        outbox));
    }

    /** The codec hands what it has read beyond the answer to the handler after it, when it leaves. */
    private void removeFrom(ChannelPipeline pipeline) {
        pipeline.remove(this);
        pipeline.remove(HttpClientCodec.class);
        if (!dialer.route().isDirect()) {
            pipeline.remove(ProxyHandler.class);
        }
    }
}
