package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How bytes get to and from the kernel, best first: on epoll there is a {@link SocketLine}. Immutable. */
enum Transport {
    EPOLL(
            Epoll::unavailabilityCause,
            EpollIoHandler::newFactory,
            EpollServerSocketChannel.class,
            EpollSocketChannel.class),
    IO_URING(
            IoUring::unavailabilityCause,
            IoUringIoHandler::newFactory,
            IoUringServerSocketChannel.class,
            IoUringSocketChannel.class),
    KQUEUE(
            KQueue::unavailabilityCause,
            KQueueIoHandler::newFactory,
            KQueueServerSocketChannel.class,
            KQueueSocketChannel.class),
    NIO(() -> null, NioIoHandler::newFactory, NioServerSocketChannel.class, NioSocketChannel.class);

    private final Supplier<@Nullable Throwable> unavailability;
    private final Supplier<IoHandlerFactory> factory;
    final Class<? extends ServerChannel> serverChannel;
    final Class<? extends Channel> channel;

    Transport(
            Supplier<@Nullable Throwable> unavailability,
            Supplier<IoHandlerFactory> factory,
            Class<? extends ServerChannel> serverChannel,
            Class<? extends Channel> channel) {
        this.unavailability = unavailability;
        this.factory = factory;
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** Why this transport does not work here; null if it does. */
    @Nullable
    String whyNot() {
        Throwable cause = unavailability.get();
        if (cause == null) {
            return null;
        }
        String reason = reason(cause);
        return reason.startsWith("META-INF/native/") ? "its native jar is not on the path" : reason;
    }

    /** The message of the deepest cause, which is the one that says something, in one line. */
    static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Address and port, for messages; the address as a number. */
    static String printable(InetSocketAddress address) {
        String number = address.getAddress().getHostAddress();
        return (number.contains(":") ? "[" + number + "]" : number) + ":" + address.getPort();
    }

    IoHandlerFactory ioHandlerFactory() {
        return factory.get();
    }

    /** The name a person writes, for instance {@code io_uring}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
