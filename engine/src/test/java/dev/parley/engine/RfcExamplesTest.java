package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 6455 §5.7, byte by byte. */
final class RfcExamplesTest {
    @Test
    void singleFrameUnmaskedTextMessage() {
        Endpoint.play(Role.CLIENT, e -> e.feed(e.wire().hex("81 05 48 65 6c 6c 6f")))
                .assertLog("got TEXT Hello");
        Endpoint server = Endpoint.of(Role.SERVER);
        server.send("Hello");
        assertThat(server.sentBytes()).isEqualTo(bytes("81 05 48 65 6c 6c 6f"));
    }

    // RFC 6455 §6.2: "A server MUST remove masking for data frames received from a client as described in Section 5.3."
    @Test
    void singleFrameMaskedTextMessage() {
        String hex = "81 85 37 fa 21 3d 7f 9f 4d 51 58";
        Endpoint.play(Role.SERVER, e -> e.feed(e.wire().hex(hex))).assertLog("got TEXT Hello");
        Recorder recorder = new Recorder();
        WebSocketEngine client =
                WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 0x37FA_213D, recorder, recorder);
        client.send(Opcode.TEXT, ByteBuffer.wrap(Wire.utf8("Hello")));
        assertThat(recorder.sentBytes()).isEqualTo(bytes(hex));
    }

    // RFC 6455 §6.2: "Incoming data MUST be parsed as WebSocket frames as defined in Section 5.2."
    @Test
    void fragmentedUnmaskedTextMessage() {
        Endpoint.play(Role.CLIENT, e -> e.feed(e.wire().hex("01 03 48 65 6c  80 02 6c 6f")))
                .assertLog("got TEXT Hello");
    }

    @Test
    void unmaskedPingAndMaskedPong() {
        Recorder recorder = new Recorder();
        WebSocketEngine client =
                WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 0x37FA_213D, recorder, recorder);
        client.receive(ByteBuffer.wrap(bytes("89 05 48 65 6c 6c 6f")));
        assertThat(recorder.sentBytes()).isEqualTo(bytes("8a 85 37 fa 21 3d 7f 9f 4d 51 58"));
        Endpoint.play(Role.SERVER, e -> e.feed(e.wire().hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58")))
                .assertLog("got PONG 48656c6c6f");
    }

    @Test
    void binaryMessagesOf256BytesAnd64KiB() {
        byte[] small = Wire.pattern(256);
        byte[] large = Wire.pattern(65_536);
        Endpoint client = Endpoint.play(Role.CLIENT, e -> {
            e.feed(e.wire()
                    .hex("82 7E 01 00")
                    .raw(small)
                    .hex("82 7F 00 00 00 00 00 01 00 00")
                    .raw(large));
        });
        client.assertLog(
                "got BINARY " + Frame.show(Opcode.BINARY, small), "got BINARY " + Frame.show(Opcode.BINARY, large));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
