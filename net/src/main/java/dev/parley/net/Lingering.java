package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Closes a connection so that its last bytes arrive. Closing at once while the peer still sends makes the kernel answer
 * with a reset, which destroys what the peer has not read yet, for instance the Close frame that tells it what was wrong.
 * So only our direction ends first (RFC 6455 §7.1.1), and the rest when the peer ends its own, or after a while. Confined
 * to the channel's event loop.
 */
final class Lingering {
    /** Long enough for a round trip and a retransmission; short, since a peer may use it to hold a connection. */
    private static final long LINGER_MILLIS = 2_000;

    private final Channel channel;
    private final LongSupplier progress;
    private long lastProgress;

    private Lingering(Channel channel, LongSupplier progress) {
        this.channel = channel;
        this.progress = progress;
        this.lastProgress = progress.getAsLong();
    }

    /**
     * Closes after the last write.
     *
     * @param progress grows while the peer takes what is written; when it stands still, the connection is closed all the same
     */
    static void closeAfter(ChannelFuture lastWrite, LongSupplier progress) {
        Lingering lingering = new Lingering(lastWrite.channel(), progress);
        lingering.watch();
        lastWrite.addListener(done -> lingering.endOurDirection());
    }

    private void endOurDirection() {
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
    }

    private void watch() {
        var deadline = channel.eventLoop().schedule(this::closeUnlessProgress, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> deadline.cancel(false));
    }

    private void closeUnlessProgress() {
        long now = progress.getAsLong();
        if (now == lastProgress) {
            channel.close();
        } else {
            lastProgress = now;
            watch();
        }
    }
}
