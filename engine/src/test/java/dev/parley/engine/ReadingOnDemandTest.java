package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that has enough gets nothing further, however much was read; and later just what it would have got. */
final class ReadingOnDemandTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void engineThatIsToldToStopTakesNoFurtherFrame(Role role) {
        byte[] bytes = stream(role);
        Endpoint whole = Endpoint.of(role, Limits.DEFAULT, Deflated.ALONE);
        whole.engine().receive(ByteBuffer.wrap(bytes.clone()));

        Recorder paused = new Recorder();
        WebSocketEngine engine = role == Role.SERVER
                ? WebSocketEngine.server(Limits.DEFAULT, Deflated.ALONE, paused, paused)
                : WebSocketEngine.client(Limits.DEFAULT, Deflated.ALONE, () -> 1, paused, paused);
        paused.react(line -> engine.reading(false));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int rounds = 0;
        while (in.hasRemaining()) {
            int before = paused.log().size();
            engine.reading(true);
            engine.receive(in);
            assertThat(paused.log().size() - before).as("lines of one frame").isLessThanOrEqualTo(4);
            rounds++;
        }
        assertThat(rounds).isEqualTo(1_003);
        assertThat(paused.log()).isEqualTo(whole.log());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsNotWantedFromTheBeginningIsNotLookedAt(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        ByteBuffer in = ByteBuffer.wrap(Wire.to(role).text("hello").bytes());
        endpoint.engine().reading(false);
        endpoint.engine().receive(in);
        assertThat(in.position()).isZero();
        assertThat(endpoint.log()).isEmpty();
    }

    private static byte[] stream(Role role) {
        byte[] small = Deflated.message("a message of which many fit into one read");
        Wire wire = Wire.to(role);
        for (int i = 0; i < 1_000; i++) {
            wire.frame(Deflated.RSV1 | Wire.FIN | Wire.TEXT, small);
        }
        return wire.frame(Wire.FIN | Wire.PING, "ping")
                .frame(Wire.TEXT, "in ")
                .frame(Wire.FIN, "two")
                .frame(Wire.FIN | Wire.CLOSE, new byte[] {3, (byte) 0xE8})
                .bytes();
    }
}
