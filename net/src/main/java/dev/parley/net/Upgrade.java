package dev.parley.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The way from HTTP to WebSocket on one channel: a {@link SocketLine} where that can be, else a {@link ChannelLine}. Confined to the
 * channel's event loop.
 */
final class Upgrade extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final byte[] head;
    private final Function<Line, WebSocketConnection> connection;
    private final int softLimitBytes;
    private final Runnable onClosed;
    /** What the peer said right after the handshake. */
    private final Deque<ByteBuf> early = new ArrayDeque<>();

    private boolean ended;

    private Upgrade(
            Channel channel,
            byte[] head,
            Function<Line, WebSocketConnection> connection,
            int softLimitBytes,
            Runnable onClosed) {
        this.channel = channel;
        this.head = head;
        this.connection = connection;
        this.softLimitBytes = softLimitBytes;
        this.onClosed = onClosed;
    }

    /**
     * Upgrades.
     *
     * @param head the last that is said in HTTP, and still to be said; empty at a client
     * @param removeHttp takes HTTP's handlers out of the pipeline, which hand on what they have read beyond the handshake
     * @param connection makes the connection, given its line
     * @param softLimitBytes how much may wait to be written before it is told that it is full
     * @param patienceMillis how long what was said before may take to go out: nobody else looks at the channel meanwhile
     * @param onClosed called once when a socket is closed that has left its channel; the channel itself tells of it otherwise
     */
    static void begin(
            Channel channel,
            byte[] head,
            Runnable removeHttp,
            Function<Line, WebSocketConnection> connection,
            int softLimitBytes,
            long patienceMillis,
            Runnable onClosed) {
        channel.config().setAutoRead(false);
        Upgrade upgrade = new Upgrade(channel, head, connection, softLimitBytes, onClosed);
        // Whatever was said before goes out first.
        ChannelFuture lastOfHttp = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        channel.pipeline().addLast(upgrade);
        removeHttp.run();
        if (!isPlainSocket(channel)) {
            upgrade.keepChannel();
            return;
        }
        if (lastOfHttp.isSuccess()) {
            upgrade.leaveChannel();
            return;
        }
        Future<?> patience = channel.eventLoop().schedule(() -> channel.close(), patienceMillis, TimeUnit.MILLISECONDS);
        lastOfHttp.addListener(written -> {
            patience.cancel(false);
            if (written.isSuccess()) {
                upgrade.leaveChannel();
            } else {
                channel.close();
            }
        });
    }

    /** Not asked of {@link SocketLine}: where epoll's native library is missing, that class cannot even be loaded. */
    private static boolean isPlainSocket(Channel channel) {
        return channel instanceof EpollSocketChannel
                && channel.eventLoop() instanceof IoEventLoop
                && channel.pipeline().get(SslHandler.class) == null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        early.add((ByteBuf) message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endEarly();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void keepChannel() {
        become(new ChannelLine(channel));
        channel.pipeline().remove(this);
        channel.config().setAutoRead(true);
    }

    private void leaveChannel() {
        if (channel.isActive()) {
            channel.deregister().addListener(left -> takeSocket());
        } else {
            channel.close();
        }
    }

    private void takeSocket() {
        if (channel.isOpen()) {
            become(SocketLine.of(channel, softLimitBytes, onClosed));
        } else {
            endEarly(); // a channel that was closed and is not registered tells nobody
        }
    }

    /** The peer was in a hurry, and has left: what it said is heard all the same. */
    private void endEarly() {
        if (!ended) {
            ended = true;
            become(new ChannelLine(channel)).receiveEnd();
        }
    }

    private WebSocketConnection become(Line line) {
        WebSocketConnection opened = connection.apply(line);
        line.start(opened);
        try {
            line.append(ByteBuffer.wrap(head));
            opened.open();
            for (ByteBuf bytes : early) {
                opened.receive(bytes.nioBuffer());
            }
            opened.receiveComplete();
        } catch (RuntimeException | Error e) {
            line.abort();
            throw e;
        } finally {
            early.forEach(ByteBuf::release);
            early.clear();
        }
        return opened;
    }
}
