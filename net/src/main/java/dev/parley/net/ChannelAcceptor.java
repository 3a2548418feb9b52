package dev.parley.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A listening channel of Netty's, each of whose connections is a channel: for TLS, and for every transport but epoll. Any thread. */
final class ChannelAcceptor implements Acceptor {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final Channel channel;

    private ChannelAcceptor(Channel channel) {
        this.channel = channel;
    }

    /** @throws IOException if the address cannot be had */
    static ChannelAcceptor open(EventLoops loops, InetSocketAddress address, int backlog, HttpPipeline http)
            throws IOException {
        var bound = new ServerBootstrap()
                .group(loops.group)
                .channel(loops.kind().serverChannel)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(http.softLimitBytes() / 2, http.softLimitBytes()))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted, http);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return new ChannelAcceptor(bound.channel());
    }

    private static void accept(Channel channel, HttpPipeline http) {
        Entry entry = http.accepted().enter(((InetSocketAddress) channel.remoteAddress()).getAddress());
        if (entry instanceof Entry.Refused refused) {
            refuse(channel, refused, http);
        } else if (entry instanceof Place place) {
            http.accepted().becomes(channel, place);
            http.init(channel, place, Optional.empty(), http.limits().requestMillis());
        }
    }

    /** Before the process runs out of file descriptors, after which it could not even say no. */
    private static void refuse(Channel channel, Entry.Refused refused, HttpPipeline http) {
        LOG.log(System.Logger.Level.DEBUG, "refused: {0}", refused.why());
        // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
        if (http.preamble().tls().isEmpty() && http.refusal().begin()) {
            http.refusal().tell(channel, refused);
        } else {
            channel.pipeline().addLast(new Refusal.Deaf()); // to say why in TLS would take what there is not
            channel.close();
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void stop(long maxMillis) {
        channel.close().awaitUninterruptibly(maxMillis);
    }
}
