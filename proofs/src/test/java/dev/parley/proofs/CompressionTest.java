package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Blob;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Compression;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages over real connections. */
final class CompressionTest {
    private static final Compression ALONE = Compression.DEFAULT;
    private static final int LARGE = 16 * 1024 * 1024;

    private static final Routes ECHO = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    });

    @ParameterizedTest
    @CsvSource({"false,15", "true,15", "false,8", "true,8", "true,11"})
    void messagesOfAllSizesComeBack(boolean context, int windowBits) throws Exception {
        Compression compression = ALONE.withContextTakeover(context).withMaxWindowBits(windowBits);
        Random random = new Random(windowBits);
        try (Server server = start(compression)) {
            RecordingSocket socket = connect(server, compression);
            assertThat(socket.webSocket.extensions()).startsWith("permessage-deflate");
            for (int size : new int[] {0, 1, 1_023, 1_024, 16_384, 65_536, 1_000_000}) {
                byte[] message = new byte[size];
                for (int i = 0; i < size; i++) {
                    message[i] = (byte) ('a' + random.nextInt(1 + i % 7));
                }
                socket.webSocket.send(message);
                assertThat(((Blob) socket.awaitMessage()).arrayBuffer()).isEqualTo(ByteBuffer.wrap(message));
            }
            socket.webSocket.close();
            assertThat(socket.awaitClose().wasClean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLargestMessagesComeBackWhetherTheyShrinkOrNot(boolean shrinks) throws Exception {
        byte[] message = new byte[LARGE];
        if (!shrinks) {
            new Random(1).nextBytes(message);
        }
        try (Server server = start(ALONE)) {
            RecordingSocket socket = connect(server, ALONE);
            socket.webSocket.send(message);
            assertThat(((Blob) socket.awaitMessage()).arrayBuffer()).isEqualTo(ByteBuffer.wrap(message));
        }
    }

    @Test
    void eitherSideMayDoWithout() throws Exception {
        try (Server server = start(ALONE)) {
            RecordingSocket socket = new RecordingSocket(
                            url(server), WebSocketOptions.DEFAULT.withCompression(Optional.empty()))
                    .awaitOpen();
            assertThat(socket.webSocket.extensions()).isEmpty();
        }
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withCompression(Optional.empty()), ECHO)) {
            RecordingSocket socket = new RecordingSocket(url(server)).awaitOpen();
            assertThat(socket.webSocket.extensions()).isEmpty();
            socket.webSocket.send("x".repeat(5_000));
            assertThat(socket.awaitMessage()).isEqualTo("x".repeat(5_000));
        }
    }

    private static Server start(Compression compression) throws Exception {
        return Server.start(
                ServerOptions.DEFAULT
                        .withPort(0)
                        .withLimits(Limits.DEFAULT.withMaxMessageBytes(LARGE))
                        .withHardLimitBytes(4 * LARGE)
                        .withCompression(Optional.of(compression)),
                ECHO);
    }

    private static RecordingSocket connect(Server server, Compression compression) throws Exception {
        return new RecordingSocket(url(server), WebSocketOptions.DEFAULT.withCompression(Optional.of(compression)))
                .awaitOpen();
    }

    private static String url(Server server) {
        return "ws://127.0.0.1:" + server.address().getPort() + "/";
    }
}
