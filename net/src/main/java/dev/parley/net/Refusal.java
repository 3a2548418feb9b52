package dev.parley.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells accepted connections that there is no room for them, and closes them; so few at a time that this takes no room either. The
 * others are closed as they come. Any thread.
 */
final class Refusal {
    private static final int MOST_AT_ONCE = 64;
    /** When to come again: those who are being opened are gone by then, one way or the other. */
    private static final int RETRY_AFTER_SECONDS = 10;

    private final AtomicInteger atOnce = new AtomicInteger();

    /** Whether one more can be told; it then must be, by {@link #tell}, or {@link #end} called. */
    boolean begin() {
        if (atOnce.incrementAndGet() > MOST_AT_ONCE) {
            atOnce.decrementAndGet();
            return false;
        }
        return true;
    }

    void end() {
        atOnce.decrementAndGet();
    }

    /** @param channel is registered */
    void tell(Channel channel, Entry.Refused refused) {
        channel.closeFuture().addListener(closed -> end());
        channel.pipeline().addLast(new Deaf());
        LingeringChannel.closeAfter(channel.writeAndFlush(Unpooled.wrappedBuffer(answer(refused))), () -> 0);
    }

    private static byte[] answer(Entry.Refused refused) {
        String body = refused.why() + "\n";
        String head = "HTTP/1.1 " + refused.status()
                + (refused.status() == 429 ? " Too Many Requests" : " Service Unavailable")
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length()
                + "\r\nRetry-After: " + RETRY_AFTER_SECONDS + "\r\nConnection: close\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whatever is said or goes wrong on such a connection is nobody's business. */
    static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
