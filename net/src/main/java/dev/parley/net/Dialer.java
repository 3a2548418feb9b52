package dev.parley.net;

import dev.parley.engine.ClientHandshake;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to a server: looks up the name, tries its addresses in turn, and makes the opening handshake. Any
 * thread.
 */
public final class Dialer {
    private static final int LOOKUP_THREADS = 8;
    /** Looking a name up blocks, which an event loop must not; a few threads that come and go with the work. */
    private static final ThreadPoolExecutor LOOKUPS = new ThreadPoolExecutor(
            LOOKUP_THREADS, LOOKUP_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "parley-lookup");
                thread.setDaemon(true);
                return thread;
            });

    static {
        LOOKUPS.allowCoreThreadTimeOut(true);
    }

    /** Where a name has several addresses, one that does not answer must not use up the time of the next. */
    private static final long MAX_MILLIS_FOR_AN_ADDRESS = 5_000;

    private enum Outcome {
        PENDING,
        ACCEPTED,
        FAILED
    }

    private final EventLoops loops;
    private final DialTarget target;
    private final Tls tls;
    private final ClientHandshake handshake;
    private final DialListener listener;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.PENDING);
    private final Future<?> deadline;
    private volatile @Nullable Channel channel;
    /** The address whose turn this attempt has; null while it has none. Guarded by this. */
    private @Nullable InetSocketAddress turn;

    private Dialer(EventLoops loops, DialTarget target, Tls tls, ClientHandshake handshake, DialListener listener) {
        this.loops = loops;
        this.target = target;
        this.tls = tls;
        this.handshake = handshake;
        this.listener = listener;
        this.deadline = loops.group.schedule(
                () -> fail("no connection within " + target.timeoutMillis() + " ms"),
                target.timeoutMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Begins an attempt. */
    public static Dialer dial(
            EventLoops loops, DialTarget target, Tls tls, ClientHandshake handshake, DialListener listener) {
        // RFC 6455 §4.1: the client "MUST open a connection, send an opening handshake, and read the server's handshake
        // in response."
        Dialer dialer = new Dialer(loops, target, tls, handshake, listener);
        LOOKUPS.execute(dialer::lookUp);
        return dialer;
    }

    /** Gives the attempt up, unless it is over. The listener is told. */
    public void cancel() {
        fail("given up");
    }

    private void lookUp() {
        if (outcome.get() != Outcome.PENDING) {
            return;
        }
        try {
            connect(List.of(InetAddress.getAllByName(target.host())).iterator());
        } catch (UnknownHostException e) {
            fail("unknown host " + target.host());
        } catch (RuntimeException e) {
            fail(e.toString());
        }
    }

    private void connect(Iterator<InetAddress> addresses) {
        if (outcome.get() != Outcome.PENDING) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(addresses.next(), target.port());
        // RFC 6455 §4.1: "If the client already has a WebSocket connection to the remote host (IP address) identified
        // by
        // /host/ and port /port/ pair, even if the remote host is known by another name, the client MUST wait until
        // that
        // connection has been established or for that connection to have failed. There MUST be no more than one
        // connection
        // in a CONNECTING state. If multiple connections to the same IP address are attempted simultaneously, the
        // client
        // MUST serialize them so that there is no more than one connection at a time running through the following
        // steps."
        if (target.inTurn()) {
            Turns.enter(address, () -> takeTurn(address, addresses));
        } else {
            connect(address, addresses);
        }
    }

    private boolean takeTurn(InetSocketAddress address, Iterator<InetAddress> further) {
        synchronized (this) {
            if (outcome.get() != Outcome.PENDING) {
                return false;
            }
            turn = address;
        }
        if (loops.group.isShuttingDown()) {
            fail("the event loops are closed");
        } else {
            connect(address, further);
        }
        return true;
    }

    private void leaveTurn() {
        InetSocketAddress had;
        synchronized (this) {
            had = turn;
            turn = null;
        }
        if (had != null) {
            Turns.leave(had);
        }
    }

    private void connect(InetSocketAddress address, Iterator<InetAddress> addresses) {
        long patience = addresses.hasNext()
                ? Math.min(target.timeoutMillis(), MAX_MILLIS_FOR_AN_ADDRESS)
                : target.timeoutMillis();
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group)
                .channel(loops.kind().channel)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(patience, Integer.MAX_VALUE))
                .handler(pipeline())
                .connect(address);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess() && addresses.hasNext()) {
                leaveTurn();
                connect(addresses);
            } else if (!done.isSuccess()) {
                // RFC 6455 §4.1: "If the connection could not be opened ... then the client MUST _Fail the WebSocket
                // Connection_ and abort the connection attempt."
                fail(String.valueOf(done.cause().getMessage()));
            } else if (outcome.get() == Outcome.FAILED) {
                connecting.channel().close();
            }
        });
    }

    private ChannelInitializer<Channel> pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (target.secure()) {
                    // RFC 6455 §4.1: "the client MUST perform a TLS handshake over the connection after opening the
                    // connection and before sending the handshake data", and "all further communication on this channel
                    // MUST run through the encrypted tunnel": this is the first handler.
                    // RFC 6455 §4.1: "Clients MUST use the Server Name Indication extension in the TLS handshake": it
                    // is told the host for that.
                    SslHandler handler = tls.context.newHandler(channel.alloc(), target.host(), target.port());
                    handler.setHandshakeTimeoutMillis(target.timeoutMillis());
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline()
                        .addLast(new HttpClientCodec(new HttpDecoderConfig(), false, false))
                        .addLast(new HttpClientHandler(Dialer.this));
            }
        };
    }

    DialTarget target() {
        return target;
    }

    ClientHandshake handshake() {
        return handshake;
    }

    /** The server agreed: the owner of the connection, or null if the attempt was given up in the meantime. */
    @Nullable
    ConnectionHandler accept(ClientHandshake.Accepted accepted) {
        return settle(Outcome.ACCEPTED) ? listener.onAccepted(accepted) : null;
    }

    void fail(String why) {
        // RFC 6455 §7.2.1: during the opening handshake, too, "the client MUST _Fail the WebSocket Connection_ as
        // defined in Section 7.1.7."
        if (settle(Outcome.FAILED)) {
            Channel attempt = channel;
            // One for which there was no file descriptor never got so far that it could be closed.
            if (attempt != null && attempt.isRegistered()) {
                attempt.close();
            }
            listener.onFailed(why);
        }
    }

    private boolean settle(Outcome decided) {
        synchronized (this) {
            if (!outcome.compareAndSet(Outcome.PENDING, decided)) {
                return false;
            }
        }
        deadline.cancel(false);
        leaveTurn();
        return true;
    }
}
