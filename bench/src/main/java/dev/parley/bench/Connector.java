package dev.parley.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens the connections of a {@link Load}, a bounded number at a time, on one event loop, to which it is confined. */
final class Connector {
    /** So many connections are being opened at once: a server's queue of those is often no longer. */
    private static final int MOST_OPENING = 64;

    private static final int CONNECT_MILLIS = 10_000;
    /** One read takes a large message, or many small ones. */
    private static final int MOST_BYTES_IN_A_READ = 256 * 1024;

    private final Load load;
    private final Supplier<ChannelHandler> connection;
    private final Consumer<Throwable> onFailed;
    private final InetSocketAddress address;
    private final Bootstrap bootstrap;
    private int begun;

    /**
     * @param connection makes what is at the end of each connection
     * @param onFailed told if one cannot be opened
     */
    Connector(Load load, EventLoop loop, Supplier<ChannelHandler> connection, Consumer<Throwable> onFailed)
            throws UnknownHostException, SSLException {
        this.load = load;
        this.connection = connection;
        this.onFailed = onFailed;
        address = new InetSocketAddress(InetAddress.getByName(load.server().getHost()), load.port());
        bootstrap = bootstrap(loop, load.isSecure() ? tls(load.trustAny()) : null);
    }

    /** Opens as many as may be opening at once. */
    void begin() {
        for (int i = Math.min(MOST_OPENING, load.connections()); i > 0; i--) {
            next();
        }
    }

    /** Opens one more, unless all have been begun. */
    void next() {
        if (begun < load.connections()) {
            begun++;
            another();
        }
    }

    /** Opens one in the place of one that has ended. */
    void another() {
        bootstrap.connect(address).addListener(done -> {
            if (!done.isSuccess()) {
                onFailed.accept(done.cause());
            }
        });
    }

    private Bootstrap bootstrap(EventLoop loop, @Nullable SslContext tls) {
        Bootstrap made = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(1024, 4096, MOST_BYTES_IN_A_READ))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline()
                                    .addLast(tls.newHandler(
                                            channel.alloc(), load.server().getHost(), load.port()));
                        }
                        channel.pipeline().addLast(connection.get());
                    }
                });
        // A port that waits for the last stray packets could not be used again for a minute.
        return load.work() == Work.CONNECT ? made.option(ChannelOption.SO_LINGER, 0) : made;
    }

    private static SslContext tls(boolean trustAny) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (trustAny) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        }
        return builder.build();
    }
}
