package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed bytes cost the connection they came on its RFC close code, and nobody else anything. */
final class HostileBytesTest {
    private static ServeProcess server;
    private RawClient bystander;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void openBystander() throws IOException {
        bystander = RawClient.open(server.port(), "/echo");
    }

    @AfterEach
    void bystanderIsUnharmed() throws IOException {
        bystander.send(RawClient.text("still here"));
        assertThat(bystander.readFrame().text()).isEqualTo("still here");
        assertThat(server.isRunning()).isTrue();
        assertThat(server.standardError()).noneMatch(line -> line.contains("error"));
        bystander.close();
    }

    // RFC 6455 §7.1.7: "the server MUST _Close the WebSocket Connection_".
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "c1, 1002, a reserved bit set",
        "83, 1002, an unknown data opcode",
        "8b, 1002, an unknown control opcode",
        "8105, 1002, an unmasked frame",
        "09, 1002, a fragmented ping",
        "89fe, 1002, a ping of more than 125 bytes",
        "80, 1002, a continuation of nothing",
        "018001020304 81, 1002, a message inside a message",
        "82fe 007d, 1002, a length not in its shortest form",
        "82ff 0000000000000001, 1002, a 64-bit length not in its shortest form",
        "82ff 80, 1002, a negative length",
        "82ff 7fffffffffffffff, 1009, a message of 2^63-1 bytes",
        "82ff 0000000100000000, 1009, a message of 2^32 bytes",
        "82ff 0000000000100001, 1009, a message one byte over the limit",
        "8181 01020304 fe, 1007, text that is not UTF-8",
        "8183 00000000 eda080, 1007, a surrogate in UTF-8",
        "8181 00000000 c3, 1007, a text that ends inside a character",
        "8881 00000000 03, 1002, a Close body of one byte",
        "8882 00000000 03ed, 1002, close code 1005",
        "8882 00000000 03ee, 1002, close code 1006",
        "8882 00000000 0000, 1002, close code 0",
        "8882 00000000 03e7, 1002, close code 999",
        "8882 00000000 1388, 1002, close code 5000",
        "8883 00000000 03e8ff, 1007, a close reason that is not UTF-8"
    })
    void isAnsweredWithItsCloseCode(String hex, int code, String what) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (boolean byByte : new boolean[] {false, true}) {
            try (RawClient client = RawClient.open(server.port(), "/echo")) {
                client.send(RawClient.text("before"));
                assertThat(client.readFrame().text()).isEqualTo("before");
                if (byByte) {
                    for (byte b : bytes) {
                        client.send(new byte[] {b});
                    }
                } else {
                    client.send(bytes);
                }
                RawClient.Frame close = client.readFrame();
                assertThat(close.first()).isEqualTo(0x88);
                assertThat(close.closeCode()).isEqualTo(code);
                assertThat(client.readToEnd())
                        .as("nothing after the Close frame")
                        .isEmpty();
            }
        }
    }

    @Test
    void noiseAfterTheHandshakeEndsThatConnectionAlone() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            try (RawClient client = RawClient.open(server.port(), "/echo")) {
                byte[] noise = new byte[random.nextInt(2, 400)];
                random.nextBytes(noise);
                noise[1] &= 0x7F; // not masked: always an error, whatever the rest
                client.send(noise);
                assertThat(client.readFrame().first()).as("seed %d", seed).isEqualTo(0x88);
            }
        }
    }

    @Test
    void aHandshakeCutAtEveryByteLeavesNothingBehind() throws IOException {
        String handshake = RawClient.handshake(server.port(), "/echo");
        for (int cut = 0; cut < handshake.length(); cut++) {
            RawClient ended = new RawClient(server.port());
            ended.send(handshake.substring(0, cut));
            ended.close();
            RawClient reset = new RawClient(server.port());
            reset.send(handshake.substring(0, cut));
            reset.reset();
        }
    }

    @Test
    void aHandshakeInTwoPiecesWithTheFirstFrameInTheSecondIsUnderstood() throws IOException {
        byte[] all = concat(
                RawClient.handshake(server.port(), "/echo").getBytes(StandardCharsets.ISO_8859_1),
                RawClient.text("early"));
        for (int cut = 1; cut < all.length; cut += 7) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Arrays.copyOfRange(all, 0, cut));
                client.send(Arrays.copyOfRange(all, cut, all.length));
                assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
                assertThat(client.readFrame().text()).isEqualTo("early");
            }
        }
    }

    @Test
    void aPeerThatEndsTheTransportAtOnceAfterItsCloseFrameIsNotAnError() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send(RawClient.frame(0x88, new byte[] {0x03, (byte) 0xE8}));
            client.shutdownOutput();
            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
