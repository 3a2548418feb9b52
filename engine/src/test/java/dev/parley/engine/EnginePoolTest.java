package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made in native memory is ended, however a connection ends; and connections that wait hold none. */
final class EnginePoolTest {
    private static final int FIRST = Wire.FIN | Deflated.RSV1;
    private static final byte[] MESSAGE = Wire.utf8("a message, a message, a message, a message, a message");

    private final EnginePool pool = EnginePool.heap();
    private int before;

    @BeforeEach
    void count() {
        before = EnginePool.alive();
    }

    @AfterEach
    void allIsEnded() {
        pool.close();
        assertThat(EnginePool.alive()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void manyConnectionsWithoutContextHoldOneOfEach(Role role) {
        for (int i = 0; i < 100; i++) {
            WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, Deflated.ALONE, new Recorder());
            engine.receive(whole(role));
            engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE));
        }
        assertThat(EnginePool.alive() - before).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void connectionWithContextHoldsADeflaterUntilItEnds(Role role) {
        for (int i = 0; i < 6; i++) {
            WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, Deflated.WITH_CONTEXT, new Recorder());
            engine.receive(whole(role));
            engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE));
            assertThat(EnginePool.alive() - before).isEqualTo(2); // the other one is the pool's inflater
            end(engine, role, i);
            assertThat(EnginePool.alive() - before).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void connectionThatDiesInTheMiddleOfAMessageHoldsNothing(Role role) {
        for (Agreement agreement : new Agreement[] {Deflated.ALONE, Deflated.WITH_CONTEXT}) {
            for (int i = 0; i < 6; i++) {
                PartialMessages partial = PartialMessages.upTo(1 << 20);
                WebSocketEngine engine = engine(role, partial, agreement, new Recorder());
                engine.receive(half(role));
                engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE));
                assertThat(partial.heldBytes()).isPositive();
                end(engine, role, i);
                assertThat(partial.heldBytes()).isZero();
            }
        }
        assertThat(EnginePool.alive() - before).isLessThanOrEqualTo(2);
    }

    /** Each of a thousand half messages holds an inflater: they are counted as what they weigh. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void halfMessagesOfManyConnectionsHaveABound(Role role) {
        PartialMessages partial = PartialMessages.upTo(10L * (EnginePool.INFLATER_BYTES + 2048));
        List<WebSocketEngine> engines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            WebSocketEngine engine = engine(role, partial, Deflated.ALONE, new Recorder());
            engine.receive(half(role));
            engines.add(engine);
        }
        assertThat(engines.stream().filter(engine -> engine.state() == ReadyState.OPEN))
                .hasSizeBetween(9, 10);
        assertThat(EnginePool.alive() - before).isLessThanOrEqualTo(10 + 8);
        engines.forEach(WebSocketEngine::receiveEnd);
        assertThat(partial.heldBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void transportThatEndsWhileAMessageIsCompressedIsBorne(Role role) {
        for (Agreement agreement : new Agreement[] {Deflated.ALONE, Deflated.WITH_CONTEXT}) {
            WebSocketEngine[] engine = new WebSocketEngine[1];
            Outbox dying = new Outbox() {
                @Override
                public ByteBuffer claim(int bytes) {
                    engine[0].receiveEnd();
                    return ByteBuffer.allocate(bytes);
                }

                @Override
                public void append(ByteBuffer bytes) {}

                @Override
                public void finish() {}

                @Override
                public void abort() {}
            };
            engine[0] = role == Role.SERVER
                    ? WebSocketEngine.server(
                            Limits.DEFAULT, PartialMessages.UNLIMITED, agreement, pool, new Recorder(), dying)
                    : WebSocketEngine.client(
                            Limits.DEFAULT, PartialMessages.UNLIMITED, agreement, pool, () -> 1, new Recorder(), dying);
            engine[0].send(Opcode.BINARY, ByteBuffer.wrap(Wire.pattern(500_000)));
            assertThat(engine[0].state()).isEqualTo(ReadyState.CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void handlerThatThrowsLeavesThePoolUsable(Role role) {
        Recorder recorder = new Recorder();
        recorder.react(line -> {
            if (line.startsWith("got TEXT")) {
                throw new IllegalStateException("a bug");
            }
        });
        WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, Deflated.ALONE, recorder);
        for (int i = 0; i < 3; i++) {
            try {
                engine.receive(whole(role));
            } catch (IllegalStateException expected) {
                // what the shell would see
            }
        }
        assertThat(recorder.log()).hasSize(3);
        assertThat(EnginePool.alive() - before).isEqualTo(1);
    }

    /** An echo: the buffer that the message lies in is lent while the answer is compressed. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void answerFromInsideTheHandlerIsCompressed(Role role) {
        Recorder recorder = new Recorder();
        WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, Deflated.ALONE, recorder);
        recorder.react(line -> engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE)));
        engine.receive(whole(role));
        engine.receive(whole(role));
        assertThat(recorder.sent()).hasSize(2).allMatch(Frame::compressed);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void connectionsOfOneLoopMayCompressAtDifferentLevels(Role role) {
        for (int level : new int[] {1, 6, 1, 9, 0, 1, 3}) {
            Recorder recorder = new Recorder();
            Agreement agreement = Deflated.agreement(new Deflate(false, false, 15, 15, 0, level));
            WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, agreement, recorder);
            engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE));
            assertThat(recorder.sent()).hasSize(1);
            assertThat(recorder.sent().get(0).compressed()).isEqualTo(level > 0);
        }
        assertThat(EnginePool.alive() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void oneBufferServesAllMessages(Role role) {
        ByteBuffer buffer = pool.takeBuffer();
        pool.give(buffer);
        WebSocketEngine engine = engine(role, PartialMessages.UNLIMITED, Deflated.ALONE, new Recorder());
        engine.send(Opcode.TEXT, ByteBuffer.wrap(MESSAGE));
        engine.receive(whole(role));
        assertThat(pool.takeBuffer()).isSameAs(buffer);
    }

    private static void end(WebSocketEngine engine, Role role, int how) {
        switch (how) {
            case 0 -> engine.receiveEnd();
            case 1 -> engine.receive(ByteBuffer.wrap(Wire.to(role).hex("FF").bytes()));
            case 2 -> {
                engine.receive(ByteBuffer.wrap(Wire.to(role).close(1000, "").bytes()));
                engine.receiveEnd();
            }
            case 3 -> {
                engine.close(new Close(1000));
                engine.advanceTo(Limits.DEFAULT.closeTimeoutNanos());
            }
            case 4 -> {
                engine.close(new Close(1000));
                engine.receive(ByteBuffer.wrap(Wire.to(role).close(1000, "").bytes()));
                engine.advanceTo(Limits.DEFAULT.closeTimeoutNanos());
            }
            default -> {
                engine.close(new Close(1000));
                engine.receiveEnd();
            }
        }
    }

    private WebSocketEngine engine(Role role, PartialMessages partial, Agreement agreement, Recorder recorder) {
        WebSocketEngine engine = role == Role.SERVER
                ? WebSocketEngine.server(Limits.DEFAULT, partial, agreement, pool, recorder, recorder)
                : WebSocketEngine.client(Limits.DEFAULT, partial, agreement, pool, () -> 1, recorder, recorder);
        engine.advanceTo(0);
        return engine;
    }

    private static ByteBuffer whole(Role role) {
        return ByteBuffer.wrap(Wire.to(role)
                .frame(FIRST | Wire.TEXT, Deflated.message(MESSAGE))
                .bytes());
    }

    private static ByteBuffer half(Role role) {
        byte[] message = Deflated.message(MESSAGE);
        return ByteBuffer.wrap(Wire.to(role)
                .frame(Deflated.RSV1 | Wire.TEXT, Arrays.copyOf(message, message.length / 2))
                .bytes());
    }
}
