package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many connections, each within its limit, hold no more in unfinished messages than all of them may. */
final class PartialMessagesTest {
    private static final int BUDGET = 100_000;

    private final PartialMessages partial = PartialMessages.upTo(BUDGET);
    private final List<Recorder> recorders = new ArrayList<>();

    @Test
    void theConnectionThatWouldHoldTooMuchIsClosedWith1013AndTheOthersGoOn() {
        List<WebSocketEngine> engines = engines(20);
        engines.forEach(this::sendHalfOfAMessage);
        assertThat(partial.heldBytes()).isLessThanOrEqualTo(BUDGET);
        List<WebSocketEngine> open = engines.stream()
                .filter(engine -> engine.state() == ReadyState.OPEN)
                .toList();
        assertThat(open).hasSizeBetween(5, 10);
        for (WebSocketEngine engine : open) {
            engine.receive(
                    ByteBuffer.wrap(Wire.to(Role.SERVER).frame(Wire.FIN, "end").bytes()));
        }
        assertThat(recorders.stream().filter(r -> r.log().toString().contains("got BINARY")))
                .hasSize(open.size());
        assertThat(recorders.stream().filter(r -> r.log().toString().contains("TOO_MUCH_UNFINISHED")))
                .hasSize(engines.size() - open.size());
        assertThat(partial.heldBytes()).isZero();
    }

    @Test
    void whatALostConnectionHeldIsGivenBack() {
        List<WebSocketEngine> engines = engines(5);
        engines.forEach(this::sendHalfOfAMessage);
        assertThat(partial.heldBytes()).isPositive();
        engines.forEach(WebSocketEngine::receiveEnd);
        assertThat(partial.heldBytes()).isZero();
    }

    @Test
    void whatIsHeldIsWhatTheBytesThatArrivedAllow() {
        assertThat(held(Wire.BINARY, 1_024, 512, 512))
                .as("room that is just full")
                .isEqualTo(1_024);
        assertThat(held(Wire.FIN | Wire.BINARY, 8_000, 1_999))
                .as("less than a quarter")
                .isEqualTo(3_998);
        assertThat(held(Wire.FIN | Wire.BINARY, 8_000, 2_000)).as("a quarter").isEqualTo(8_000);
        assertThat(held(Wire.FIN | Wire.BINARY, 60_000, 512, 1_000))
                .as("what grew")
                .isEqualTo(3_024);
        assertThat(partial.heldBytes()).isZero();
    }

    @Test
    void lastFrameTakesNoMoreRoomThanTheMessageNeeds() {
        Recorder recorder = new Recorder();
        WebSocketEngine engine = WebSocketEngine.client(
                Limits.DEFAULT,
                PartialMessages.upTo(1_500),
                Agreement.NONE,
                EnginePool.heap(),
                () -> 1,
                recorder,
                recorder);
        byte[] bytes = Wire.to(Role.CLIENT)
                .frame(Wire.BINARY, new byte[600])
                .frame(Wire.FIN, new byte[900])
                .bytes();
        engine.receive(ByteBuffer.wrap(bytes));
        assertThat(recorder.log()).containsExactly("got BINARY " + Frame.show(Opcode.BINARY, new byte[1_500]));
    }

    /** What one connection holds when the first bytes of a frame have arrived in these pieces. */
    private long held(int first, int length, int... pieces) {
        long before = partial.heldBytes();
        WebSocketEngine engine = engines(1).get(0);
        engine.receive(ByteBuffer.wrap(
                Wire.to(Role.SERVER).header(first, length).raw(new byte[4]).bytes()));
        for (int piece : pieces) {
            engine.receive(ByteBuffer.allocate(piece));
        }
        long held = partial.heldBytes() - before;
        engine.receiveEnd();
        return held;
    }

    private List<WebSocketEngine> engines(int count) {
        List<WebSocketEngine> engines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Recorder recorder = new Recorder();
            recorders.add(recorder);
            engines.add(WebSocketEngine.server(
                    Limits.DEFAULT, partial, Agreement.NONE, EnginePool.heap(), recorder, recorder));
        }
        return engines;
    }

    private void sendHalfOfAMessage(WebSocketEngine engine) {
        engine.receive(ByteBuffer.wrap(
                Wire.to(Role.SERVER).frame(Wire.BINARY, "x".repeat(5_000)).bytes()));
    }
}
