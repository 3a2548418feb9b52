package dev.parley.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection to whichever of a host's addresses answers first, and closes the others (RFC 8305 §5, "Happy Eyeballs").
 * Confined to its event loop, but for {@link #start} and {@link #end}.
 */
final class AddressRace {
    /** RFC 8305 §8: the Connection Attempt Delay, "a recommended value" of which is this. */
    private static final long DELAY_MILLIS = 250;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Iterator<InetSocketAddress> untried;
    private final @Nullable InetSocketAddress behindProxy;
    private final boolean inTurn;
    private final BiConsumer<Channel, InetSocketAddress> pipeline;
    private final Consumer<IOException> onUnreachable;
    private final List<Attempt> attempts = new ArrayList<>();
    private int running;
    private @Nullable Attempt winner;
    private boolean ended;
    private @Nullable Future<?> next;

    /**
     * @param loop where all of it happens
     * @param transport what the sockets are
     * @param addresses in the order in which they are tried
     * @param behindProxy whom the pipeline's proxy handler is to connect to, if the addresses are a proxy's
     * @param inTurn whether an address is left alone while others connect to it (RFC 6455 §4.1)
     * @param pipeline puts the handlers into the channel to an address; only those of the winner are ever told anything
     * @param onUnreachable called if no address answers
     */
    AddressRace(
            EventLoop loop,
            Transport transport,
            List<InetSocketAddress> addresses,
            @Nullable InetSocketAddress behindProxy,
            boolean inTurn,
            BiConsumer<Channel, InetSocketAddress> pipeline,
            Consumer<IOException> onUnreachable) {
        this.loop = loop;
        this.untried = addresses.iterator();
        this.behindProxy = behindProxy;
        this.inTurn = inTurn;
        this.pipeline = pipeline;
        this.onUnreachable = onUnreachable;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.channel)
                .option(ChannelOption.TCP_NODELAY, true)
                // The whole attempt has a deadline, and the kernel a patience of its own.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }

    void start() {
        loop.execute(this::tryNext);
    }

    /** The connection is established, or given up: closes what is not needed, which is all of it if nothing was won. */
    void end(boolean established) {
        try {
            loop.execute(() -> {
                stop();
                for (Attempt attempt : attempts) {
                    attempt.leaveTurn();
                    if (attempt != winner || !established) {
                        attempt.close();
                    }
                }
            });
        } catch (RejectedExecutionException closed) {
            // So are its channels.
        }
    }

    private void stop() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private void tryNext() {
        if (ended) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        Attempt attempt = new Attempt(untried.next());
        attempts.add(attempt);
        running++;
        if (untried.hasNext()) {
            next = loop.schedule(this::tryNext, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        attempt.begin();
    }

    private void failed(IOException why) {
        running--;
        if (ended) {
            return;
        }
        if (untried.hasNext()) {
            tryNext(); // RFC 8305 §5: without waiting, since this one is decided
        } else if (running == 0) {
            stop();
            onUnreachable.accept(why);
        }
    }

    private void won(Attempt first) {
        stop();
        winner = first;
        for (Attempt attempt : attempts) {
            if (attempt != first) {
                attempt.leaveTurn();
                attempt.close();
            }
        }
    }

    /** One address. The first handler of its channel, which lets nothing pass before it has won. */
    private final class Attempt extends ChannelInboundHandlerAdapter {
        private final InetSocketAddress address;
        private @Nullable Channel channel;
        private boolean hasTurn;

        Attempt(InetSocketAddress address) {
            this.address = address;
        }

        void begin() {
            // RFC 6455 §4.1: "If the client already has a WebSocket connection to the remote host (IP address)
            // identified by /host/ and port /port/ pair, even if the remote host is known by another name, the client
            // MUST wait until that connection has been established or for that connection to have failed. There MUST be
            // no more than one connection in a CONNECTING state. If multiple connections to the same IP address are
            // attempted simultaneously, the client MUST serialize them so that there is no more than one connection at
            // a
            // time running through the following steps."
            if (inTurn) {
                Turns.enter(address, this::takeTurn);
            } else {
                connect();
            }
        }

        private boolean takeTurn() {
            try {
                loop.execute(() -> {
                    hasTurn = true;
                    if (ended) {
                        leaveTurn();
                    } else {
                        connect();
                    }
                });
                return true;
            } catch (RejectedExecutionException closed) {
                return false;
            }
        }

        void leaveTurn() {
            if (hasTurn) {
                hasTurn = false;
                Turns.leave(address);
            }
        }

        private void connect() {
            ChannelFuture registering = bootstrap
                    .clone()
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(Attempt.this);
                            pipeline.accept(channel, address);
                        }
                    })
                    .register();
            Channel made = registering.channel();
            channel = made;
            ChannelFuture connecting =
                    registering.isSuccess() ? made.connect(behindProxy == null ? address : behindProxy) : registering;
            connecting.addListener(done -> {
                if (!done.isSuccess()) {
                    leaveTurn();
                    failed(reason(done.cause()));
                }
            });
        }

        private IOException reason(Throwable cause) {
            String where = Transport.printable(address);
            if (cause instanceof ConnectException
                    && String.valueOf(cause.getMessage()).contains("refused")) {
                return new IOException("connection refused: nothing listens at " + where, cause);
            }
            return new IOException(Transport.reason(cause) + " (" + where + ")", cause);
        }

        void close() {
            // One for which there was no file descriptor never got so far that it could be closed.
            if (channel != null && channel.isRegistered()) {
                channel.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (ended) {
                context.close();
            } else {
                won(this);
                context.fireChannelActive();
                context.pipeline().remove(this);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (winner == this) {
                context.fireChannelInactive();
            }
        }
    }
}
