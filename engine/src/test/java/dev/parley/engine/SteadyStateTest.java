package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that only relays whole messages makes no garbage: no byte for a message, on either path. */
final class SteadyStateTest {
    private static final int MESSAGES = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 125, 126, 4_000})
    void wholeBinaryMessageIsReceivedAndEchoedWithoutAllocation(int length) {
        assertMakesNoGarbage(new Echo(), masked(Wire.BINARY, new byte[length]));
    }

    @Test
    void wholeTextMessageIsReceivedAndEchoedWithoutAllocation() {
        assertMakesNoGarbage(new Echo(), masked(Wire.TEXT, Wire.utf8("grüße an alle Welt: 世界 👋")));
    }

    @Test
    void pingIsAnsweredWithoutAllocation() {
        assertMakesNoGarbage(new Echo(), masked(Wire.PING, new byte[20]));
    }

    @Test
    void pingsThatAreNotAnsweredAreNotKept() {
        Echo echo = new Echo();
        ByteBuffer payload = ByteBuffer.allocateDirect(100);
        assertMakesNoGarbage(echo, () -> echo.engine.ping(payload.clear()));
    }

    private static void assertMakesNoGarbage(Echo echo, byte[] frame) {
        ByteBuffer in = ByteBuffer.allocateDirect(frame.length).put(frame);
        assertMakesNoGarbage(echo, () -> echo.engine.receive(in.clear()));
    }

    private static void assertMakesNoGarbage(Echo echo, Runnable step) {
        Runnable batch = () -> {
            for (int i = 0; i < MESSAGES; i++) {
                step.run();
            }
        };
        batch.run();
        assertThat(Allocation.of(batch)).isLessThanOrEqualTo(MESSAGES);
        assertThat(echo.answers).isEqualTo(2 * MESSAGES);
    }

    /** With the key 0, so that unmasking in place leaves the bytes as they are for the next round. */
    private static byte[] masked(int opcode, byte[] payload) {
        return Wire.to(Role.SERVER)
                .header(Wire.FIN | opcode, payload.length)
                .raw(new byte[4])
                .raw(payload)
                .bytes();
    }

    private static final class Echo implements EngineHandler, Outbox {
        final WebSocketEngine engine = WebSocketEngine.server(
                Limits.DEFAULT.withControlFrames(Limits.UNLIMITED, 1), Agreement.NONE, this, this);
        final ByteBuffer out = ByteBuffer.allocateDirect(16_384);
        int answers;

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            engine.send(kind, payload);
        }

        @Override
        public void onEnd(Ending ending) {
            throw new AssertionError(ending.toString());
        }

        @Override
        public ByteBuffer claim(int bytes) {
            answers++;
            return out.clear();
        }

        @Override
        public void append(ByteBuffer bytes) {
            out.clear().put(bytes);
        }

        @Override
        public void finish() {}

        @Override
        public void abort() {}
    }
}
