package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.function.LongSupplier;

/** A channel of Netty's that is closed by {@link Lingering}, with the end of TLS where there is TLS. Confined to its event loop. */
final class LingeringChannel implements Lingering.Subject {
    private final Channel channel;
    private final LongSupplier written;

    private LingeringChannel(Channel channel, LongSupplier written) {
        this.channel = channel;
        this.written = written;
    }

    /**
     * Closes after the last write.
     *
     * @param written grows while the peer takes what is written
     */
    static void closeAfter(ChannelFuture lastWrite, LongSupplier written) {
        LingeringChannel closing = new LingeringChannel(lastWrite.channel(), written);
        Lingering lingering = Lingering.begin(closing);
        lastWrite.channel().closeFuture().addListener(closed -> lingering.cancel());
        lastWrite.addListener(done -> closing.endOutput());
    }

    private void endOutput() {
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

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public long written() {
        return written.getAsLong();
    }

    @Override
    public void close() {
        channel.close();
    }
}
