package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client who takes nothing of a file does not hold it for ever; one who is slow does. */
final class FileBodyTest {
    private static final int PIECES = 10;

    /** Takes nothing until it is told to. */
    private static final class Client extends ChannelOutboundHandlerAdapter {
        final Deque<ChannelPromise> waiting = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            waiting.add(promise);
        }
    }

    @TempDir
    private Path directory;

    private final Client client = new Client();
    private final EmbeddedChannel channel = new EmbeddedChannel(client, new ChannelInboundHandlerAdapter());
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void whoTakesNothingForHalfAMinuteIsDisconnected() throws Exception {
        FileChannel file = begin();
        pass(29);
        assertThat(channel.isOpen()).isTrue();
        pass(2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(written).hasValue(0);
        file.close();
    }

    @Test
    void whoIsSlowGetsTheWhole() throws Exception {
        FileChannel file = begin();
        while (!client.waiting.isEmpty()) {
            pass(29);
            assertThat(channel.isOpen()).isTrue();
            client.waiting.remove().setSuccess();
        }
        assertThat(written).hasValue(1);
        assertThat(file.isOpen()).isFalse();
        pass(100);
        assertThat(channel.isOpen()).isTrue();
    }

    private FileChannel begin() throws Exception {
        channel.freezeTime();
        Path path = Files.write(directory.resolve("file"), new byte[PIECES * 64 * 1024]);
        FileChannel file = FileChannel.open(path);
        ChannelHandlerContext context = channel.pipeline().lastContext();
        new FileBody(context, file, 0, Files.size(path), written::incrementAndGet).proceed();
        channel.runPendingTasks();
        return file;
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }
}
