package dev.parley.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection that has not said anything yet. If its first words are a plain opening handshake it becomes a WebSocket at once;
 * else it is led to where HTTP is spoken, with what it said. Confined to its event loop.
 */
final class Visitor extends Wheel.Sleeper implements EpollIoHandle {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final IoEventLoop loop;
    private final Socket socket;
    private final SocketAddress address;
    private final Place place;
    private final HttpPipeline http;
    private @Nullable IoRegistration registration;
    private final long entered = System.nanoTime();
    private boolean closed;

    /**
     * @param address who it is
     * @param place where it is counted
     */
    Visitor(IoEventLoop loop, Socket socket, SocketAddress address, Place place, HttpPipeline http) {
        this.loop = loop;
        this.socket = socket;
        this.address = address;
        this.place = place;
        this.http = http;
    }

    /** Where it is served. Any thread. */
    IoEventLoop loop() {
        return loop;
    }

    /** Listens to it: most have said what they want by the time they are let in. */
    void enter() {
        listen();
        if (!closed) {
            await();
        }
    }

    private void await() {
        loop.register(this).addListener(done -> {
            if (done.isSuccess()) {
                registration = (IoRegistration) done.getNow();
                registration.submit(EpollIoOps.EPOLLIN);
                LoopShare.current().wheel.add(this);
                LoopShare.current().wheel.wakeBy(this, deadline(), loop);
            } else {
                close();
            }
        });
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        if (!closed && ((EpollIoEvent) event).ops().value() != 0) {
            listen();
        }
    }

    private void listen() {
        try {
            read();
        } catch (Throwable t) {
            // It costs this connection, whatever it is: an application's function is asked here, too.
            LOG.log(t instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR, "visitor", t);
            close();
        }
    }

    private void read() throws IOException {
        ByteBuffer in = LoopShare.current().chunks.in();
        int count = socket.recv(in, 0, in.limit());
        if (count < 0) {
            close();
        } else if (count > 0) {
            heard(in.limit(count));
        }
    }

    private void heard(ByteBuffer in) {
        int end = RequestHead.end(in);
        if (end < 0 || end > http.limits().headerBytes()) {
            leave();
            lead(in, Optional.empty());
            return;
        }
        byte[] head = new byte[end];
        in.get(0, head);
        Optional<HttpRequest> request = RequestHead.parse(head, address, http.limits());
        if (request.isEmpty()) {
            leave();
            lead(in, Optional.empty());
            return;
        }
        HttpAnswer answer = http.ask(request.get());
        leave();
        if (answer instanceof HttpAnswer.Upgrade upgrade) {
            upgrade(upgrade, in.position(end));
        } else {
            lead(in, Optional.of(answer));
        }
    }

    private void upgrade(HttpAnswer.Upgrade upgrade, ByteBuffer early) {
        place.waitsNoMore();
        SocketLine line = new SocketLine(loop, socket, http.softLimitBytes(), place);
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.ofServer(line, upgrade);
        } catch (RuntimeException | Error e) {
            closeSocket();
            throw e;
        }
        // The handler knows of its peer before the peer can know of it.
        line.start(connection);
        try {
            line.append(ByteBuffer.wrap(upgrade.head()));
            connection.open();
            if (early.hasRemaining()) {
                connection.receive(early);
            }
            connection.receiveComplete();
        } catch (RuntimeException | Error e) {
            line.close();
            throw e;
        }
    }

    /**
     * Becomes a channel that speaks HTTP.
     *
     * @param said what was read, which is lent
     * @param first what the first request gets, if that was already asked
     */
    private void lead(ByteBuffer said, Optional<HttpAnswer> first) {
        byte[] bytes = new byte[said.limit()];
        said.get(0, bytes);
        Channel channel = new EpollSocketChannel(socket.intValue());
        http.accepted().becomes(channel, place);
        http.init(channel, place, first, Math.max(1, millisLeft()));
        EventLoopGroup asGroup = loop; // the narrower type calls the same method deprecated
        asGroup.register(channel).addListener(registered -> {
            if (registered.isSuccess() && channel.isActive()) { // it is not if it was reset just now
                channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(bytes));
                channel.pipeline().fireChannelReadComplete();
            } else {
                channel.close();
            }
        });
    }

    /** It is not waited for any more, and somebody else takes the socket. */
    private void leave() {
        closed = true;
        LoopShare.current().wheel.remove(this);
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    void wake(long now) {
        if (now - deadline() < 0) {
            LoopShare.current().wheel.wakeBy(this, deadline(), loop);
            return;
        }
        // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
        close();
    }

    @Override
    void end() {
        close();
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closeSocket();
        place.waitsNoMore();
        leave();
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
        place.run();
    }

    private long deadline() {
        return entered + TimeUnit.MILLISECONDS.toNanos(http.limits().requestMillis());
    }

    private long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(deadline() - System.nanoTime());
    }
}
