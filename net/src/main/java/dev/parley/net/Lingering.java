package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last bytes arrive. Closing at once while the peer still sends makes the kernel answer
 * with a reset, which destroys what the peer has not read yet, for instance the Close frame that tells it what was wrong.
 * So only our direction ends first (RFC 6455 §7.1.1), and the rest when the peer ends its own, or after a while. Stateless.
 */
final class Lingering {
    /** Long enough for a round trip and a retransmission; short, since a peer may use it to hold a connection. */
    private static final long LINGER_MILLIS = 2_000;

    private Lingering() {}

    static void close(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture ended = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
        ended.addListener(done -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        Future<?> deadline = channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> deadline.cancel(false));
    }
}
