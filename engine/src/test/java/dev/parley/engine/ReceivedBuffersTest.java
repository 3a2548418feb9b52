package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The buffers that a caller lends: every kind works, all bytes are taken, and nothing else is touched. */
final class ReceivedBuffersTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void everyKindOfBufferGivesTheSame(Role role) {
        byte[] message = Wire.pattern(1_003);
        for (int kind = 0; kind < 72; kind++) {
            Endpoint endpoint = Endpoint.of(role);
            Wire wire =
                    endpoint.wire().text("grüße an alle Welt").binary(message).ping("p");
            ByteBuffer in = Feeding.buffer(wire.bytes(), kind);
            ByteOrder order = in.order();
            int limit = in.limit();
            endpoint.engine().receive(in);
            assertThat(in.position()).isEqualTo(limit);
            assertThat(in.limit()).isEqualTo(limit);
            assertThat(in.order()).isEqualTo(order);
            endpoint.assertLog(
                    "got TEXT grüße an alle Welt",
                    "got BINARY " + Frame.show(Opcode.BINARY, message),
                    "sent PONG 70",
                    "got PING 70");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bytesOutsidePositionAndLimitStayAsTheyAre(Role role) {
        byte[] frame = Wire.to(role).binary(Wire.pattern(19)).bytes();
        for (int offset = 0; offset < 8; offset++) {
            byte[] array = new byte[frame.length + 16];
            System.arraycopy(frame, 0, array, offset, frame.length);
            Endpoint endpoint = Endpoint.of(role);
            endpoint.engine().receive(ByteBuffer.wrap(array, offset, frame.length));
            assertThat(endpoint.log()).hasSize(1);
            for (int i = 0; i < array.length; i++) {
                if (i < offset || i >= offset + frame.length) {
                    assertThat(array[i]).isZero();
                }
            }
        }
    }

    @Test
    void clientTakesReadOnlyBuffers() {
        Endpoint client = Endpoint.of(Role.CLIENT);
        byte[] bytes = client.wire()
                .text("hello")
                .frame(Wire.BINARY, "\1")
                .frame(Wire.FIN, "\2")
                .bytes();
        client.engine().receive(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        client.assertLog("got TEXT hello", "got BINARY 0102");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anEmptyBufferIsNothing(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        endpoint.engine().receive(ByteBuffer.allocate(0));
        endpoint.feed(endpoint.wire().header(0x82, 3));
        endpoint.engine().receive(ByteBuffer.allocateDirect(0));
        endpoint.assertLog();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void handlerMaySpoilThePayloadsPositionLimitAndOrder(Role role) {
        Recorder recorder = new Recorder();
        StringBuilder got = new StringBuilder();
        EngineHandler spoiler = new EngineHandler() {
            @Override
            public void onMessage(Opcode kind, ByteBuffer payload) {
                got.append(Text.decode(payload)).append(' ');
                payload.order(ByteOrder.LITTLE_ENDIAN).clear();
            }

            @Override
            public void onEnd(Ending ending) {}
        };
        WebSocketEngine engine = role == Role.SERVER
                ? WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, spoiler, recorder)
                : WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 1, spoiler, recorder);
        byte[] bytes = Wire.to(role).text("first one").text("second one").bytes();
        engine.receive(
                ByteBuffer.allocate(99).put(5, bytes).limit(5 + bytes.length).position(5));
        assertThat(got).hasToString("first one second one ");
    }

    @ParameterizedTest
    @MethodSource("dev.parley.engine.BrokenRule#all")
    void allBytesAreTakenAndTheLimitStaysWhateverRuleIsBroken(BrokenRule rule) {
        Wire wire = Wire.to(rule.role());
        rule.breakIn(wire);
        byte[] bytes = wire.text("after").bytes();
        Endpoint endpoint = Endpoint.of(rule.role(), BrokenRule.LIMITS, rule.agreement());
        ByteBuffer in = ByteBuffer.allocate(bytes.length + 7).put(bytes).flip();
        endpoint.engine().receive(in);
        assertThat(in.position()).isEqualTo(bytes.length);
        assertThat(in.limit()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theLimitStaysWhenAHandlerThrows(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        endpoint.whenever("got", () -> {
            throw new IllegalStateException("a bug");
        });
        byte[] bytes = endpoint.wire().text("x").text("y").bytes();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        assertThatThrownBy(() -> endpoint.engine().receive(in)).hasMessage("a bug");
        assertThat(in.limit()).isEqualTo(bytes.length);
    }
}
