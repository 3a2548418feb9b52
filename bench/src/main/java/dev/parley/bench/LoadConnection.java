package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link LoadRun}: opens, sends what it is told to, and compares what comes. Confined to the event loop. */
final class LoadConnection extends ChannelInboundHandlerAdapter implements Schedule.Line {
    private static final int PONG = 0x8A;

    private final LoadRun run;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf head;
    private @Nullable AnswerStream answers;
    private int next;
    /** When each message in flight was sent, or was to be, in nanoseconds: a ring, oldest at {@link #oldest}. */
    private final long[] sentAt;

    private int oldest;
    private int inFlight;
    private int arrived;

    LoadConnection(LoadRun run, int mostInFlight) {
        this.run = run;
        this.sentAt = new long[mostInFlight];
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        if (!run.isSecure()) {
            ask(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ask(context);
            } else {
                run.failed(handshake.cause());
            }
        }
    }

    private void ask(ChannelHandlerContext context) {
        head = context.alloc().buffer();
        context.writeAndFlush(run.opening().request());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (answers != null) {
                arrived += answers.take(in);
            } else if (head != null) {
                open(head.writeBytes(in));
            }
        } catch (WrongAnswerException e) {
            run.failed(e);
        } finally {
            in.release();
        }
    }

    private void open(ByteBuf in) throws WrongAnswerException {
        if (!run.opening().isAnswered(in)) {
            return;
        }
        AnswerStream opened = new AnswerStream(run.messages(), run.answers(), this::pong);
        answers = opened;
        run.opened(this);
        arrived += opened.take(in);
        in.release();
        head = null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (arrived > 0) {
            int count = arrived;
            arrived = 0;
            run.arrived(this, count);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (head != null) {
            head.release();
            head = null;
        }
        run.ended(answers != null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        run.failed(cause);
    }

    @Override
    public boolean hasRoom() {
        return inFlight < sentAt.length;
    }

    @Override
    public void send(int count, long at) {
        for (int i = 0; i < count; i++) {
            sentAt[(oldest + inFlight) % sentAt.length] = at;
            inFlight++;
        }
        say(count);
    }

    /** Sends the next messages, whose answers are of no concern to this connection alone. */
    void say(int count) {
        if (context != null) {
            context.writeAndFlush(run.messages().frames(next, count), context.voidPromise());
            next = (next + count) % run.messages().count();
        }
    }

    /** The oldest message in flight came back; when it was sent. */
    long came() {
        long at = sentAt[oldest];
        oldest = oldest + 1 == sentAt.length ? 0 : oldest + 1;
        inFlight--;
        return at;
    }

    @Override
    public void eachInFlight(LongConsumer at) {
        for (int i = 0; i < inFlight; i++) {
            at.accept(sentAt[(oldest + i) % sentAt.length]);
        }
    }

    void end() {
        if (context != null) {
            context.close();
        }
    }

    private void pong(byte[] payload) {
        if (context != null) {
            context.writeAndFlush(context.alloc().buffer().writeBytes(Messages.frame(PONG, payload, run.nextKey())));
        }
    }
}
