package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport that tells of its end while it is being ended, as an in-memory one does: the end is still told once. */
final class ReentrantTransportTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void endToldFromInsideFinishAfterABrokenRuleChangesNothing(Role role) {
        Loop loop = new Loop(role);
        loop.engine.receive(ByteBuffer.wrap(Wire.to(role).hex("FF").bytes()));
        assertThat(loop.endings).containsExactly(new Ending.Failed(Violation.RESERVED_BIT_SET));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endToldFromInsideFinishAfterBothClosesChangesNothing(Role role) {
        Loop loop = new Loop(role);
        loop.engine.receive(ByteBuffer.wrap(Wire.to(role).close(1000, "").bytes()));
        loop.engine.advanceTo(Limits.DEFAULT.closeTimeoutNanos());
        assertThat(loop.endings).containsExactly(new Ending.Clean(new Close(1000)));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endToldFromInsideAbortChangesNothing(Role role) {
        Loop loop = new Loop(role);
        loop.engine.close(new Close(1000));
        loop.engine.advanceTo(Limits.DEFAULT.closeTimeoutNanos());
        assertThat(loop.endings).hasSize(1).first().asString().contains("did not answer the Close frame in time");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endToldWhileSomethingIsSentIsTheEnd(Role role) {
        List<Consumer<WebSocketEngine>> senders = List.of(
                engine -> engine.close(new Close(1000)),
                engine -> engine.receive(
                        ByteBuffer.wrap(Wire.to(role).close(1000, "").bytes())),
                engine -> engine.receive(
                        ByteBuffer.wrap(Wire.to(role).ping("").text("x").bytes())),
                engine -> engine.receive(ByteBuffer.wrap(Wire.to(role).hex("FF").bytes())),
                engine -> engine.send(Opcode.BINARY, ByteBuffer.allocate(100_000)));
        for (Consumer<WebSocketEngine> sender : senders) {
            Loop loop = new Loop(role);
            loop.endsWhileClaiming = true;
            sender.accept(loop.engine);
            loop.engine.advanceTo(2 * Limits.DEFAULT.closeTimeoutNanos());
            assertThat(loop.endings).hasSize(1);
            assertThat(loop.engine.state()).isEqualTo(ReadyState.CLOSED);
            assertThat(loop.engine.nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
        }
    }

    private static final class Loop implements EngineHandler, Outbox {
        final List<Ending> endings = new ArrayList<>();
        final WebSocketEngine engine;
        boolean endsWhileClaiming;

        Loop(Role role) {
            engine = role == Role.SERVER
                    ? WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, this, this)
                    : WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 1, this, this);
            engine.advanceTo(0);
        }

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            assertThat(endings).isEmpty();
        }

        @Override
        public void onPing(ByteBuffer payload) {
            assertThat(endings).isEmpty();
        }

        @Override
        public void onEnd(Ending ending) {
            endings.add(ending);
        }

        @Override
        public ByteBuffer claim(int bytes) {
            if (endsWhileClaiming) {
                engine.receiveEnd();
            }
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void append(ByteBuffer bytes) {}

        @Override
        public void finish() {
            engine.receiveEnd();
        }

        @Override
        public void abort() {
            engine.receiveEnd();
        }
    }
}
