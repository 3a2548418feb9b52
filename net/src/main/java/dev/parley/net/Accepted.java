package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections that a listener has accepted and that are not closed. Any thread. */
final class Accepted {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    /** Those that are channels; whose sockets were taken over are closed by who owns them. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    Accepted(int most) {
        this.most = most;
    }

    /** Counts one more; false, and it is not counted, if there are too many. */
    boolean enter() {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /** One that has entered is a channel now, which tells by itself when it is closed. */
    void becomes(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> count.decrementAndGet());
    }

    /** It is a channel no more: {@link #closed} tells of its end. */
    void taken(Channel channel) {
        channels.remove(channel);
    }

    /** One that is no channel is closed. */
    void closed() {
        count.decrementAndGet();
    }

    /** Closes all that are channels. */
    void close(long maxMillis) {
        channels.close().awaitUninterruptibly(maxMillis);
    }
}
