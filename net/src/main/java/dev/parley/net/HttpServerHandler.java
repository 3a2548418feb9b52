package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of an accepted connection: takes requests one after another, has each answered, and leaves the pipeline to
 * a {@link WebSocketConnection} when the answer is to upgrade. Confined to the channel's event loop.
 *
 * <p>A body is taken if the answer to its request wants it; a request that has another one is answered and its connection closed.
 */
final class HttpServerHandler extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** How many requests may wait behind answers that are not taken. Browsers send one at a time. */
    private static final int MAX_PIPELINED = 256;

    private final Function<HttpRequest, HttpAnswer> answers;
    private final long firstRequestMillis;
    private final EntryLimits limits;
    private final Accepted accepted;
    private final Place place;
    private final int softLimitBytes;

    private @Nullable Question request;
    /** Whole requests that came in while others were answered, or the channel had as many unwritten answers as it takes. */
    private final Deque<Question> pipelined = new ArrayDeque<>();

    private @Nullable Future<?> deadline;
    /** The body of a request that comes in at the moment. */
    private @Nullable RequestBody taking;
    /** What is written bit by bit at the moment. */
    private @Nullable HttpBody body;
    /** What is waited for at the moment. */
    private @Nullable Decision decision;

    /** Whether an answer is under way that others must wait for. */
    private boolean busy;

    private boolean finished;
    /** Whether this is still counted among those that may become WebSockets. */
    private boolean waiting = true;

    HttpServerHandler(
            Function<HttpRequest, HttpAnswer> answers,
            long firstRequestMillis,
            EntryLimits limits,
            Accepted accepted,
            Place place,
            int softLimitBytes) {
        this.answers = answers;
        this.firstRequestMillis = firstRequestMillis;
        this.limits = limits;
        this.accepted = accepted;
        this.place = place;
        this.softLimitBytes = softLimitBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startDeadline(context, firstRequestMillis);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopDeadline();
        waitNoMore();
    }

    private void waitNoMore() {
        if (waiting) {
            waiting = false;
            place.waitsNoMore();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopDeadline();
        if (decision != null) {
            decision.cancel();
        }
        if (body != null) {
            body.closed();
        }
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
                HttpAnswer.Respond malformed = PlainAnswer.malformed(
                        ((HttpObject) message).decoderResult().cause());
                finish(context.writeAndFlush(ResponseHead.whole(malformed, false, false)));
            } else if (message instanceof io.netty.handler.codec.http.HttpRequest head) {
                begin(context, Question.of(head));
            } else if (taking != null && message instanceof HttpContent piece) {
                take(context, taking, piece);
            } else if (message instanceof LastHttpContent && request != null) {
                Question complete = request;
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

    private void begin(ChannelHandlerContext context, Question asked) {
        if (asked.head().headers().size() > limits.headerFields()) {
            respondAndClose(
                    context, asked, PlainAnswer.text(431, "More than " + limits.headerFields() + " header fields."));
        } else if (asked.head().protocolVersion().majorVersion() != 1) {
            respondAndClose(context, asked, PlainAnswer.text(505, "This server speaks HTTP/1.1."));
        } else if (asked.hasBody()) {
            if (isFree(context) && pipelined.isEmpty()) {
                give(context, asked, asked.ask(context, answers));
            } else {
                context.close(); // its turn has not come, and what would wait for that is bounded in number only
            }
        } else {
            request = asked;
        }
    }

    // ---- bodies of requests ----

    /** An answer to a request whose body was not read. */
    private void giveBefore(ChannelHandlerContext context, Question asked, HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Later later) {
            await(context, asked, later);
        } else if (!(answer instanceof HttpAnswer.Take take)) {
            boolean refused = answer instanceof HttpAnswer.Respond respond && respond.status() >= 400;
            respondAndClose(
                    context,
                    asked,
                    refused
                            ? (HttpAnswer.Respond) answer
                            : PlainAnswer.text(400, "A request to this address has no body."));
        } else if (asked.hasBodyOver(take.maxBytes())) {
            respondAndClose(context, asked, tooLarge(take.maxBytes()));
        } else {
            taking = new RequestBody(asked, take);
            if (asked.waitsToContinue()) {
                // RFC 9110 §10.1.1: a server that wants the body says so before it comes.
                context.writeAndFlush(ResponseHead.goOn());
            }
        }
    }

    private void take(ChannelHandlerContext context, RequestBody body, HttpContent piece) {
        if (!body.add(piece.content())) {
            taking = null;
            respondAndClose(context, body.asked(), PlainAnswer.text(413, "The body is too large."));
        } else if (piece instanceof LastHttpContent) {
            taking = null;
            give(context, body.asked(), body.answer());
        }
    }

    private static HttpAnswer.Respond tooLarge(int maxBytes) {
        return PlainAnswer.text(413, "A body here has at most " + maxBytes + " bytes.");
    }

    // ---- answers, in turn ----

    /** Who does not read answers gets no further ones. */
    private void answerInTurn(ChannelHandlerContext context, Question complete) {
        if (isFree(context) && pipelined.isEmpty()) {
            give(context, complete, complete.ask(context, answers));
        } else if (pipelined.size() < MAX_PIPELINED) {
            pipelined.add(complete);
        } else {
            context.close();
        }
    }

    private boolean isFree(ChannelHandlerContext context) {
        return !busy && context.channel().isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (body != null) {
            body.proceed();
        }
        proceed(context);
    }

    /** Answers what waits, and lets further requests come, as far as answers are taken. */
    private void proceed(ChannelHandlerContext context) {
        while (!finished && isFree(context) && !pipelined.isEmpty()) {
            Question next = pipelined.remove();
            give(context, next, next.ask(context, answers));
        }
        if (!finished) {
            context.channel().config().setAutoRead(isFree(context));
        }
    }

    private void give(ChannelHandlerContext context, Question asked, HttpAnswer answer) {
        if (asked.hasBody()) {
            giveBefore(context, asked, answer);
        } else if (answer instanceof HttpAnswer.Respond respond) {
            respond(context, asked, respond);
        } else if (answer instanceof HttpAnswer.Upgrade upgrade) {
            upgrade(context, upgrade);
        } else if (answer instanceof HttpAnswer.FromFile file) {
            sendFile(context, asked, file);
        } else if (answer instanceof HttpAnswer.Stream stream) {
            stream(context, asked, stream);
        } else if (answer instanceof HttpAnswer.Later later) {
            await(context, asked, later);
        } else if (answer instanceof HttpAnswer.Take take) {
            give(context, asked, take.to(new byte[0]));
        }
    }

    private void await(ChannelHandlerContext context, Question asked, HttpAnswer.Later later) {
        occupy(context);
        decision = Decision.await(context.executor(), later, known -> decided(context, asked, known));
    }

    private void respond(ChannelHandlerContext context, Question asked, HttpAnswer.Respond respond) {
        // Who sends what cannot be understood may mean something else by what follows, too.
        boolean keepAlive = asked.keepsAlive() && respond.status() != 400;
        startDeadline(context, limits.requestMillis());
        ChannelFuture written = context.writeAndFlush(ResponseHead.whole(respond, keepAlive, asked.isHead()));
        if (!keepAlive) {
            finish(written);
        }
    }

    private void respondAndClose(ChannelHandlerContext context, Question asked, HttpAnswer.Respond respond) {
        finish(context.writeAndFlush(ResponseHead.whole(respond, false, asked.isHead())));
    }

    private void finish(ChannelFuture written) {
        finished = true;
        RequestDecoder decoder = written.channel().pipeline().get(RequestDecoder.class);
        if (decoder != null) {
            decoder.end(); // it may be paused, and would keep what a peer says that is not done yet
        }
        // Until it is written the request's deadline holds; from then on there is nothing to make progress with.
        written.addListener(done -> LingeringChannel.closeAfter(written, () -> 0));
    }

    // ---- answers that take their time ----

    /** What follows the request is kept as it is: it may be no HTTP. Little of it is there, since no more is read. */
    private void occupy(ChannelHandlerContext context) {
        busy = true;
        stopDeadline();
        decoder(context).pause();
        context.channel().config().setAutoRead(false);
    }

    private void release(ChannelHandlerContext context) {
        busy = false;
        startDeadline(context, limits.requestMillis());
        context.executor().execute(() -> resume(context)); // not now: the decoder may be at work
    }

    private void resume(ChannelHandlerContext context) {
        if (busy || finished || !context.channel().isActive()) {
            return;
        }
        proceed(context);
        if (busy || finished) {
            return;
        }
        try {
            decoder(context).resume(context.pipeline().context(RequestDecoder.class));
        } catch (Exception e) {
            exceptionCaught(context, e);
        }
    }

    private static RequestDecoder decoder(ChannelHandlerContext context) {
        return context.pipeline().get(RequestDecoder.class);
    }

    private void decided(ChannelHandlerContext context, Question asked, HttpAnswer answer) {
        decision = null;
        busy = false;
        try {
            give(context, asked, answer);
        } catch (RuntimeException | Error e) {
            exceptionCaught(context, e); // nobody else does: this is no call of the pipeline's, and no deadline runs
            return;
        }
        if (!busy && !finished) {
            release(context);
        }
    }

    private void sendFile(ChannelHandlerContext context, Question asked, HttpAnswer.FromFile file) {
        boolean keepAlive = asked.keepsAlive();
        if (asked.isHead()) {
            startDeadline(context, limits.requestMillis());
            ChannelFuture written = context.writeAndFlush(ResponseHead.withoutBody(file, keepAlive));
            if (!keepAlive) {
                finish(written);
            }
            return;
        }
        FileChannel opened;
        try {
            opened = FileChannel.open(file.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a file cannot be read: {0}", e.toString());
            respond(context, asked, PlainAnswer.text(404, "Nothing is here."));
            return;
        }
        occupy(context);
        context.write(ResponseHead.of(file, keepAlive));
        body = new FileBody(context, opened, file.from(), file.count(), () -> {
            body = null;
            if (keepAlive) {
                release(context);
            } else {
                finish(context.newSucceededFuture());
            }
        });
        body.proceed();
    }

    /** From now on the connection is for this alone, and what the client may say is dropped. */
    private void stream(ChannelHandlerContext context, Question asked, HttpAnswer.Stream stream) {
        finished = true;
        waitNoMore();
        stopDeadline();
        pipelined.clear();
        decoder(context).end();
        context.channel().config().setAutoRead(true);
        context.write(ResponseHead.of(stream, asked.isHttp11() && !asked.isHead()));
        if (asked.isHead()) {
            finish(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            return;
        }
        context.flush();
        StreamBody opened = new StreamBody(context, stream, lastWrite -> {
            startDeadline(context, limits.requestMillis());
            finish(lastWrite);
        });
        body = opened;
        stream.handler().onOpen(opened);
    }

    // ---- the end of HTTP ----

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
                limits.requestMillis(),
                place);
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

    // ---- deadlines ----

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
