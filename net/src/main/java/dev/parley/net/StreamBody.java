package dev.parley.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A body that its owner writes bit by bit, with a heartbeat. Confined to its channel's event loop, but for {@link HttpStream}. */
final class StreamBody implements HttpBody, HttpStream {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final ChannelHandlerContext context;
    private final HttpAnswer.Stream stream;
    private final Consumer<ChannelFuture> onEnded;
    private final Future<?> heartbeats;

    private long added;
    private long taken;
    private long takenBefore;
    private int idleBeats;
    private boolean flushQueued;
    private boolean ended;
    private boolean closed;

    /** @param onEnded gets the last write, once that has begun */
    StreamBody(ChannelHandlerContext context, HttpAnswer.Stream stream, Consumer<ChannelFuture> onEnded) {
        this.context = context;
        this.stream = stream;
        this.onEnded = onEnded;
        this.heartbeats = context.executor()
                .scheduleAtFixedRate(
                        this::beat, stream.heartbeatMillis(), stream.heartbeatMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- HttpStream: any thread ----

    @Override
    public boolean isOnLoop() {
        return context.executor().inEventLoop();
    }

    @Override
    public Executor loop() {
        return context.executor();
    }

    @Override
    public void execute(Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the event loop has ended", e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        onLoop(() -> add(bytes, true));
    }

    @Override
    public void end() {
        onLoop(() -> {
            if (!ended) {
                ended = true;
                heartbeats.cancel(false);
                ChannelFuture last = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                last.addListener(written -> closed()); // its client may take its time to close
                onEnded.accept(last);
            }
        });
    }

    @Override
    public void abort() {
        onLoop(context::close);
    }

    private void onLoop(Runnable call) {
        if (isOnLoop()) {
            call.run();
        } else {
            execute(call);
        }
    }

    // ---- on the loop ----

    private void add(ByteBuffer bytes, boolean told) {
        int count = bytes.remaining();
        if (ended || closed) {
            return;
        }
        added += count;
        context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes))).addListener(written -> {
            taken += count;
            if (told && written.isSuccess()) {
                stream.handler().onWritten(count);
            }
        });
        if (!flushQueued) {
            flushQueued = true;
            execute(this::flush); // once for all that is written in this turn of the event loop
        }
    }

    private void flush() {
        flushQueued = false;
        context.flush();
    }

    /** RFC 9112 says nothing of silence; those between the two ends do, by closing what they take for dead. */
    private void beat() {
        if (taken == added) {
            idleBeats = 0;
            add(ByteBuffer.wrap(stream.heartbeat()), false);
        } else if (taken != takenBefore) {
            idleBeats = 0;
        } else if (++idleBeats == 2) {
            context.close();
        }
        takenBefore = taken;
    }

    @Override
    public void proceed() {
        // What waits to be written is its owner's to bound.
    }

    @Override
    public void closed() {
        if (!closed) {
            closed = true;
            heartbeats.cancel(false);
            stream.handler().onEnd();
        }
    }
}
