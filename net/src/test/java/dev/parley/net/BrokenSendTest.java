package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Agreement;
import dev.parley.engine.Ending;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.WebSocketEngine;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A connection on which half a message was said, and the other half cannot be, is ended: what followed would be taken for that half. */
final class BrokenSendTest {
    private static final ByteBuffer LARGE = ByteBuffer.allocate(100_000);

    private final List<Ending> endings = new ArrayList<>();

    @Test
    void messageEndsIt() {
        breaks(connection -> connection.send(Opcode.BINARY, LARGE.duplicate()));
    }

    /** Only the one: for the next connection the message is whole. */
    @Test
    void messageForManyEndsIt() {
        PreparedMessage message = new PreparedMessage(Opcode.BINARY, LARGE.duplicate());
        breaks(connection -> connection.send(message));
        EmbeddedChannel next = new EmbeddedChannel();
        open(next).send(message);
        next.runPendingTasks();
        int bytes = 0;
        for (ByteBuf out = next.readOutbound(); out != null; out = next.readOutbound()) {
            bytes += out.readableBytes();
            out.release();
        }
        assertThat(bytes).isEqualTo(10 + LARGE.remaining());
    }

    @Test
    void partEndsIt() {
        breaks(connection -> connection.sendPart(Opcode.BINARY, LARGE.duplicate(), false));
    }

    @Test
    void laterPartEndsIt() {
        breaks(connection -> {
            connection.sendPart(Opcode.BINARY, ByteBuffer.allocate(1), false);
            connection.sendPart(Opcode.BINARY, LARGE.duplicate(), true);
        });
    }

    private void breaks(Consumer<Connection> send) {
        for (Throwable failure : List.of(new OutOfMemoryError("on purpose"), new IllegalStateException("on purpose"))) {
            endings.clear();
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.config().setAllocator(new OneBuffer(failure));
            WebSocketConnection connection = open(channel);
            assertThatThrownBy(() -> send.accept(connection)).isSameAs(failure);
            assertThat(channel.isOpen()).isFalse();
            assertThat(endings).hasOnlyElementsOfType(Ending.Lost.class).hasSize(1);
        }
    }

    private WebSocketConnection open(EmbeddedChannel channel) {
        ChannelLine line = new ChannelLine(channel);
        Recorder recorder = new Recorder();
        WebSocketConnection connection = new WebSocketConnection(
                line,
                Terms.NONE,
                recorder,
                outbox -> WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, recorder, outbox));
        line.start(connection);
        connection.open();
        return connection;
    }

    private final class Recorder implements ConnectionHandler {
        @Override
        public void onOpen(Connection connection) {}

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {}

        @Override
        public void onWritten(int messages, long payloadBytes, long bytes) {}

        @Override
        public void onCompressed(long bytesLess) {}

        @Override
        public void onDropped(long payloadBytes) {}

        @Override
        public void onFull() {}

        @Override
        public void onDrain() {}

        @Override
        public void onEnd(Ending ending) {
            endings.add(ending);
        }
    }

    /** Memory for the beginning, and then none. */
    private static final class OneBuffer extends AbstractByteBufAllocator {
        private final Throwable failure;
        private boolean given;

        OneBuffer(Throwable failure) {
            super(true);
            this.failure = failure;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new AssertionError("Nobody asks for such.");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (!given) {
                given = true;
                return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
