package dev.parley.net;

import dev.parley.engine.Headers;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of an accepted connection: takes requests one after another, has each answered, and leaves the pipeline to
 * a {@link WebSocketConnection} when the answer is to upgrade. Confined to the channel's event loop.
 *
 * <p>No request here has a use for a body, so one that has is answered and its connection closed.
 */
final class HttpServerHandler extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** How many requests may wait behind answers that are not taken. Browsers send one at a time. */
    private static final int MAX_PIPELINED = 256;

    /** More than any browser sends, far less than makes a lookup slow. */
    static final int MAX_HEADERS = 64;

    private final Function<HttpRequest, HttpAnswer> answers;
    private final long firstRequestMillis;
    private final long requestTimeoutMillis;
    private final Accepted accepted;
    private final int softLimitBytes;

    private io.netty.handler.codec.http.@Nullable HttpRequest request;
    /** Whole requests that came in while the channel had as many unwritten answers as it takes. */
    private final Deque<io.netty.handler.codec.http.HttpRequest> pipelined = new ArrayDeque<>();

    private @Nullable Future<?> deadline;
    private boolean finished;

    HttpServerHandler(
            Function<HttpRequest, HttpAnswer> answers,
            long firstRequestMillis,
            long requestTimeoutMillis,
            Accepted accepted,
            int softLimitBytes) {
        this.answers = answers;
        this.firstRequestMillis = firstRequestMillis;
        this.requestTimeoutMillis = requestTimeoutMillis;
        this.accepted = accepted;
        this.softLimitBytes = softLimitBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startDeadline(context, firstRequestMillis);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopDeadline();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopDeadline();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (finished) {
                return;
            }
            if (((HttpObject) message).decoderResult().isFailure()) {
                // RFC 6455 §4.2.1: "the server MUST stop processing the client's handshake and return an HTTP response
                // with an appropriate error code".
                HttpAnswer.Respond malformed =
                        malformed(((HttpObject) message).decoderResult().cause());
                finish(context.writeAndFlush(response(malformed, false, false)));
            } else if (message instanceof io.netty.handler.codec.http.HttpRequest head) {
                begin(context, head);
            } else if (message instanceof LastHttpContent && request != null) {
                io.netty.handler.codec.http.HttpRequest complete = request;
                request = null;
                answerInTurn(context, complete);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "connection closed", cause);
        context.close();
    }

    private void begin(ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest head) {
        if (head.headers().size() > MAX_HEADERS) {
            respondAndClose(context, text(431, "More than " + MAX_HEADERS + " header fields."), head);
        } else if (head.protocolVersion().majorVersion() != 1) {
            respondAndClose(context, text(505, "This server speaks HTTP/1.1."), head);
        } else if (HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0) {
            HttpAnswer answer = ask(context, head);
            respondAndClose(
                    context,
                    answer instanceof HttpAnswer.Respond respond && respond.status() >= 400
                            ? respond
                            : text(400, "A request to this address has no body."),
                    head);
        } else {
            request = head;
        }
    }

    /** RFC 9112 §2.3: a higher minor version is to be understood as the highest one that is known. */
    private static boolean isHttp11(io.netty.handler.codec.http.HttpRequest head) {
        return head.protocolVersion().minorVersion() >= 1;
    }

    /** Who does not read answers gets no further ones. */
    private void answerInTurn(ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest complete) {
        if (context.channel().isWritable() && pipelined.isEmpty()) {
            answer(context, complete);
        } else if (pipelined.size() < MAX_PIPELINED) {
            pipelined.add(complete);
        } else {
            context.close();
        }
    }

    private void answer(ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest complete) {
        HttpAnswer answer = ask(context, complete);
        if (answer instanceof HttpAnswer.Respond respond) {
            // Who sends what cannot be understood may mean something else by what follows, too.
            boolean keepAlive = HttpUtil.isKeepAlive(complete) && isHttp11(complete) && respond.status() != 400;
            startDeadline(context, requestTimeoutMillis);
            ChannelFuture written = context.writeAndFlush(response(respond, keepAlive, isHead(complete)));
            if (!keepAlive) {
                finish(written);
            }
        } else if (answer instanceof HttpAnswer.Upgrade upgrade) {
            upgrade(context, upgrade);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        while (!finished && context.channel().isWritable() && !pipelined.isEmpty()) {
            answer(context, pipelined.remove());
        }
        if (!finished) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }
    }

    private HttpAnswer ask(ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest head) {
        Optional<Headers> headers = HeaderFields.of(head.headers());
        if (headers.isEmpty()) {
            return text(400, "Malformed header field.");
        }
        if (!headers.get().namesOneHost() && (isHttp11(head) || headers.get().contains("Host"))) {
            // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request
            // message that lacks a Host header field and to any request message that contains more than one Host header
            // field line or a Host header field with an invalid field value."
            return text(400, "A request needs one Host header, which names a host.");
        }
        return answers.apply(new HttpRequest(
                head.method().name(),
                head.uri(),
                head.protocolVersion().text(),
                headers.get(),
                context.channel().remoteAddress(),
                context.pipeline().get(SslHandler.class) != null));
    }

    /** RFC 6455 §4.2.2: sends the answer; from the byte after it, the connection speaks WebSocket. */
    private void upgrade(ChannelHandlerContext context, HttpAnswer.Upgrade upgrade) {
        finished = true;
        // What follows the request would be taken for another one.
        context.channel().config().setAutoRead(false);
        dev.parley.net.Upgrade.begin(
                context.channel(),
                upgrade.head(),
                () -> removeFrom(context.pipeline()),
                line -> webSocket(context.channel(), line, upgrade),
                softLimitBytes,
                accepted::closed);
    }

    private WebSocketConnection webSocket(Channel channel, Line line, HttpAnswer.Upgrade upgrade) {
        if (line instanceof SocketLine) {
            accepted.taken(channel);
        }
        return WebSocketConnection.ofServer(line, upgrade);
    }

    /** The decoder hands what it has read beyond the request to the handler after it, when it leaves. */
    private void removeFrom(ChannelPipeline pipeline) {
        pipeline.remove(this);
        pipeline.remove(HttpResponseEncoder.class);
        pipeline.remove(RequestDecoder.class);
    }

    private void respondAndClose(
            ChannelHandlerContext context, HttpAnswer.Respond respond, io.netty.handler.codec.http.HttpRequest head) {
        finish(context.writeAndFlush(response(respond, false, isHead(head))));
    }

    private static boolean isHead(io.netty.handler.codec.http.HttpRequest request) {
        return request.method().equals(HttpMethod.HEAD);
    }

    private void finish(ChannelFuture written) {
        finished = true;
        // Until it is written the request's deadline holds; from then on there is nothing to make progress with.
        written.addListener(done -> LingeringChannel.closeAfter(written, () -> 0));
    }

    private static FullHttpResponse response(HttpAnswer.Respond respond, boolean keepAlive, boolean headOnly) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(respond.status()),
                headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(respond.body()));
        respond.headers().forEach(field -> response.headers().add(field.name(), field.value()));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, respond.body().length);
        // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
        response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (!keepAlive) {
            response.headers().add(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }

    private static HttpAnswer.Respond malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return text(414, "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return text(431, "The header fields are too long.");
        }
        return text(400, "Malformed request.");
    }

    static HttpAnswer.Respond text(int status, String message) {
        return new HttpAnswer.Respond(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One deadline for the whole of a request, not one for each read: a byte a second must not hold a connection. */
    private void startDeadline(ChannelHandlerContext context, long millis) {
        stopDeadline();
        deadline = context.executor().schedule(() -> onDeadline(context), millis, TimeUnit.MILLISECONDS);
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void onDeadline(ChannelHandlerContext context) {
        // Nothing whole was asked, or the answer is not taken: there may be nobody to tell.
        // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
        context.close();
    }
}
