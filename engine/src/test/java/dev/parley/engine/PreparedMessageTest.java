package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that is prepared once says on each connection just what it would say if it were sent there alone. */
class PreparedMessageTest {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final EngineHandler NOBODY = new EngineHandler() {
        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {}

        @Override
        public void onEnd(Ending ending) {}
    };

    private final EnginePool pool = EnginePool.heap();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 1_023, 1_024, 8_000, 20_000, 65_535, 65_536, 300_000})
    void itSaysTheSameBytes(int size) {
        for (boolean compressible : new boolean[] {true, false}) {
            ByteBuffer payload = ByteBuffer.wrap(bytes(size, compressible));
            PreparedMessage prepared = new PreparedMessage(Opcode.BINARY, payload);
            for (Agreement agreement : agreements()) {
                for (int connection = 0; connection < 3; connection++) {
                    assertThat(said(agreement, engine -> engine.send(prepared)))
                            .isEqualTo(said(agreement, engine -> engine.send(Opcode.BINARY, payload)));
                }
            }
            assertThat(prepared.payload()).isEqualTo(payload);
        }
    }

    @Test
    void itIsCompressedOnceForAllWhoAgreedOnTheSame() {
        PreparedMessage prepared = new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(bytes(5_000, true)));
        Deflate agreed = agreements().get(1).deflate().orElseThrow();
        ByteBuffer frames = prepared.compressed(agreed, pool);
        assertThat(prepared.compressed(agreed, pool)).isSameAs(frames);
        Deflate smaller = agreements().get(2).deflate().orElseThrow();
        assertThat(prepared.compressed(smaller, pool)).isNotSameAs(frames);
        assertThat(prepared.compressed(agreed, pool)).isSameAs(frames);
    }

    @Test
    void afterTheEndItIsNotSent() {
        PreparedMessage prepared = new PreparedMessage(Opcode.TEXT, EMPTY);
        List<Boolean> sent = new ArrayList<>();
        said(Agreement.NONE, engine -> {
            engine.close(new Close(1000, ""));
            sent.add(engine.send(prepared));
        });
        assertThat(sent).containsExactly(false);
    }

    private interface Sending {
        void by(WebSocketEngine engine);
    }

    private byte[] said(Agreement agreement, Sending sending) {
        FrameRecorder outbox = new FrameRecorder(100);
        WebSocketEngine engine =
                WebSocketEngine.server(Limits.DEFAULT, PartialMessages.UNLIMITED, agreement, pool, NOBODY, outbox);
        engine.advanceTo(0);
        sending.by(engine);
        ByteBuffer frames = outbox.frames();
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        return bytes;
    }

    private static List<Agreement> agreements() {
        return List.of(
                Agreement.NONE,
                new Agreement(List.of(), Optional.of(new Deflate(false, false, 15, 15, 1024, 1))),
                new Agreement(List.of(), Optional.of(new Deflate(false, true, 15, 9, 1024, 1))),
                new Agreement(List.of(), Optional.of(new Deflate(false, true, 15, 15, 0, 9))),
                new Agreement(List.of(), Optional.of(new Deflate(true, true, 15, 15, 1024, 6))));
    }

    private static byte[] bytes(int size, boolean compressible) {
        byte[] bytes = new byte[size];
        if (compressible) {
            byte[] words = "all work and no play ".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < size; i++) {
                bytes[i] = words[i % words.length];
            }
        } else {
            new Random(size).nextBytes(bytes);
        }
        return bytes;
    }
}
