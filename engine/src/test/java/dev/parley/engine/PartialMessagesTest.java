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

    private List<WebSocketEngine> engines(int count) {
        List<WebSocketEngine> engines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Recorder recorder = new Recorder();
            recorders.add(recorder);
            engines.add(WebSocketEngine.server(
                    Limits.DEFAULT, partial, Agreement.NONE, new CompressionPool(), recorder, recorder));
        }
        return engines;
    }

    private void sendHalfOfAMessage(WebSocketEngine engine) {
        engine.receive(ByteBuffer.wrap(
                Wire.to(Role.SERVER).frame(Wire.BINARY, "x".repeat(5_000)).bytes()));
    }
}
