package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings and pongs (RFC 6455 §5.5.2, §5.5.3), and what the sending methods refuse. */
final class ControlFramesTest {
    private static final Limits ANY_NUMBER = Limits.DEFAULT.withControlFrames(Limits.UNLIMITED, 1);

    // RFC 6455 §6.2: "If a control frame (Section 5.5) is received, the frame MUST be handled as defined by Section
    // 5.5."
    // RFC 6455 §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response".
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 64, 124, 125})
    void pingIsAnsweredWithItsPayloadBeforeItIsTold(int length) {
        byte[] payload = Wire.pattern(length);
        String shown = Frame.show(Opcode.PING, payload);
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.play(role, e -> {
                e.feed(e.wire().frame(0x89, payload).frame(0x8A, payload).frame(0x89, payload));
            });
            endpoint.assertLog(
                    "sent PONG " + shown,
                    "got PING " + shown,
                    "got PONG " + shown,
                    "sent PONG " + shown,
                    "got PING " + shown);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void unaskedPongIsToldAndNotAnswered(Role role) {
        Endpoint.play(role, e -> e.feed(e.wire().pong("a").pong("a").pong("")))
                .assertLog("got PONG 61", "got PONG 61", "got PONG ");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void manyControlFramesInOneBufferNeedNoStack(Role role) {
        byte[] pongs = new byte[role == Role.SERVER ? 6 * 300_000 : 2 * 300_000];
        byte[] one = Wire.to(role)
                .hex(role == Role.SERVER ? "8A 80 00 00 00 00" : "8A 00")
                .bytes();
        for (int i = 0; i < pongs.length; i++) {
            pongs[i] = one[i % one.length];
        }
        int[] seen = {0};
        EngineHandler counter = new EngineHandler() {
            @Override
            public void onMessage(Opcode kind, ByteBuffer payload) {}

            @Override
            public void onPong(ByteBuffer payload) {
                seen[0]++;
            }

            @Override
            public void onEnd(Ending ending) {}
        };
        Recorder outbox = new Recorder();
        WebSocketEngine engine = role == Role.SERVER
                ? WebSocketEngine.server(ANY_NUMBER, Agreement.NONE, counter, outbox)
                : WebSocketEngine.client(ANY_NUMBER, Agreement.NONE, () -> 1, counter, outbox);
        engine.receive(ByteBuffer.wrap(pongs));
        assertThat(seen[0]).isEqualTo(300_000);
    }

    // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
    @ParameterizedTest
    @EnumSource(Role.class)
    void pingOf125BytesIsSentAndALongerOneIsTheCallersFault(Role role) {
        Endpoint endpoint = Endpoint.of(role);
        assertThat(endpoint.ping("x".repeat(125))).isTrue();
        assertThatThrownBy(() -> endpoint.ping("x".repeat(126))).isInstanceOf(IllegalArgumentException.class);
        assertThat(endpoint.sent()).hasSize(1).first().matches(frame -> frame.payload().length == 125);
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
    }

    // RFC 6455 §5.4: "the type for all fragments in a message MUST be either text, binary, or one of the reserved
    // opcodes."
    @ParameterizedTest
    @EnumSource(
            value = Opcode.class,
            names = {"CONTINUATION", "CLOSE", "PING", "PONG"})
    void onlyTextAndBinaryAreKindsOfMessage(Opcode opcode) {
        Endpoint endpoint = Endpoint.of(Role.SERVER);
        ByteBuffer payload = ByteBuffer.allocate(1);
        assertThatThrownBy(() -> endpoint.engine().send(opcode, payload)).isInstanceOf(IllegalArgumentException.class);
        endpoint.engine().receiveEnd();
        assertThatThrownBy(() -> endpoint.engine().send(opcode, payload)).isInstanceOf(IllegalArgumentException.class);
        assertThat(endpoint.sent()).isEmpty();
    }

    @Test
    void payloadOfAPingStaysTheCallers() {
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2);
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.of(role);
            endpoint.engine().ping(payload);
            assertThat(payload.position()).isEqualTo(1);
            assertThat(payload.limit()).isEqualTo(3);
            assertThat(payload.array()).containsExactly(0, 1, 2, 3);
            endpoint.assertLog("sent PING 0102");
        }
    }
}
