package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.CloseEvent;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Headers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person or a script uses it. */
final class CommandTest {
    @Test
    void whenReadyItPrintsExactlyOneLineOnStandardOutput() throws Exception {
        try (ServeProcess server = ServeProcess.serve("--threads", "1")) {
            RecordingSocket socket = new RecordingSocket(server.address("ws", "/echo")).awaitOpen();
            socket.webSocket.send("x");
            socket.awaitMessage();
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.standardOutput())
                    .containsExactly("parley listening on http://127.0.0.1:" + server.port() + "/ ("
                            + server.transport() + ", 1 loop)");
            assertThat(server.standardError()).hasSize(2);
            assertThat(server.standardError().get(0)).contains("transport");
            assertThat(server.standardError().get(1))
                    .contains("topics at /topics keep 10000 messages or 24h each, in memory")
                    .endsWith("this machine may use all of them");
        }
    }

    @Test
    void sigtermClosesEverybodyWith1001AndExitsWith0() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            List<RecordingSocket> sockets = new ArrayList<>();
            for (String path : List.of("/echo", "/chat", "/broadcast", "/")) {
                sockets.add(new RecordingSocket(server.address("ws", path)).awaitOpen());
            }
            long asked = System.nanoTime();
            server.terminate();
            for (RecordingSocket socket : sockets) {
                CloseEvent event = socket.awaitClose();
                assertThat(event.code()).isEqualTo(1001);
                assertThat(event.wasClean()).isTrue();
            }
            assertThat(server.awaitExit()).isZero();
            assertThat(System.nanoTime() - asked).as("the promise of 5 s").isLessThan(5_000_000_000L);
        }
    }

    @Test
    void sigtermWithPeersThatDoNotAnswerStillExitsInTime() throws Exception {
        try (ServeProcess server = ServeProcess.serve();
                RawClient mute = RawClient.open(server.port(), "/echo")) {
            long asked = System.nanoTime();
            server.terminate();
            assertThat(mute.readFrame().closeCode()).isEqualTo(1001);
            assertThat(server.awaitExit()).isZero();
            assertThat(System.nanoTime() - asked).as("the promise of 5 s").isLessThan(5_000_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void theTransportCanBeChosen(String transport) throws Exception {
        try (ServeProcess server = ServeProcess.serve("--transport", transport)) {
            assertThat(server.transport()).isEqualTo(transport);
            RecordingSocket socket = new RecordingSocket(server.address("ws", "/echo")).awaitOpen();
            socket.webSocket.send("over " + transport);
            assertThat(socket.awaitMessage()).isEqualTo("over " + transport);
        }
    }

    @Test
    void autoSaysWhatItTook() throws Exception {
        try (ServeProcess server = ServeProcess.serve("--transport", "auto")) {
            server.terminate();
            server.awaitExit();
            assertThat(server.standardError())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("transport " + server.transport());
        }
    }

    @Test
    void theVersionIsPrinted() throws Exception {
        try (ServeProcess version = ServeProcess.run("--version")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.standardOutput()).hasSize(1).first().asString().matches("parley \\d+\\.\\d+\\.\\d+.*");
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnusable(Integer.toString(taken.getLocalPort()), "serve", "--port", "" + taken.getLocalPort());
        }
    }

    @Test
    void aPageOfAnotherOriginIsToldOfWithWhatWouldLetItIn() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            WebSocketOptions elsewhere =
                    WebSocketOptions.DEFAULT.withHeaders(Headers.NONE.with("Origin", "https://elsewhere.example"));
            new RecordingSocket(server.address("ws", "/echo"), elsewhere).awaitClose();
            assertThat(server.awaitError("may not connect"))
                    .contains("a page of origin \"https://elsewhere.example\" may not connect", "--allow-origin");
        }
    }

    @Test
    void limitsThatAreSetHoldAndAreTold() throws Exception {
        try (ServeProcess server = ServeProcess.serve(
                        "--max-connections", "2", "--idle", "3", "--ping", "60", "--slow-consumer", "drop_oldest");
                RawClient idle = RawClient.open(server.port(), "/echo");
                RawClient second = RawClient.open(server.port(), "/echo");
                RawClient third = new RawClient(server.port())) {
            assertThat(server.awaitError("limits: "))
                    .endsWith("limits: connections 2, ping 60 s, idle 3 s, slow consumer drop_oldest");
            third.send(RawClient.handshake(server.port(), "/echo"));
            assertThat(third.readHead()).startsWith("HTTP/1.1 503 ");
            assertThat(idle.readFrame().closeCode()).isEqualTo(1001);
            assertThat(second.readFrame().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void ratesThatAreSetHoldAndConnectionsWithoutDescriptorsAreWarnedOf() throws Exception {
        try (ServeProcess server = ServeProcess.serve(
                        "--messages-per-second", "10", "--bytes-per-second", "64k", "--max-connections", "10000000");
                RawClient client = RawClient.open(server.port(), "/echo")) {
            assertThat(server.awaitError("limits: "))
                    .endsWith("limits: connections 10000000, messages a second 10, bytes a second 64k");
            assertThat(server.awaitError("file descriptors for")).contains("ulimit -n");
            long began = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                client.send(RawClient.frame(0x82, new byte[1]));
                client.readFrame();
            }
            assertThat(System.nanoTime() - began).isGreaterThan(2_000_000_000L);
        }
    }

    @Test
    void anUnreadableKeyIsOneClearLine(@TempDir Path directory) throws Exception {
        Path certificate = Files.writeString(directory.resolve("cert.pem"), "not a certificate");
        Path missing = directory.resolve("key.pem");
        assertUnusable("key.pem", "serve", "--tls-cert", certificate.toString(), "--tls-key", missing.toString());
        Path key = Files.writeString(missing, "-----BEGIN EC PRIVATE KEY-----\n");
        assertUnusable("openssl pkcs8", "serve", "--tls-cert", certificate.toString(), "--tls-key", key.toString());
    }

    @Test
    void whatItCannotUnderstandIsOneClearLine() throws Exception {
        assertUnusable("'--bogus'; see parley serve --help", "serve", "--bogus");
        assertUnusable("nosuch", "serve", "--transport", "nosuch");
        assertUnusable("kqueue", "serve", "--port", "0", "--transport", "kqueue");
        assertUnusable("99999", "serve", "--port", "99999");
        assertUnusable("12x", "serve", "--max-message", "12x");
        assertUnusable("--max-connections is at least 1", "serve", "--max-connections", "0");
        assertUnusable("there is no folder for", "serve", "--access-log", "/no/such/folder/access.log");
        assertUnusable("--tls-key", "serve", "--tls-cert", "cert.pem");
        assertUnusable("parley serve");
    }

    private static void assertUnusable(String word, String... arguments) throws Exception {
        try (ServeProcess refused = ServeProcess.run(arguments)) {
            assertThat(refused.awaitExit()).isEqualTo(2);
            assertThat(refused.standardOutput()).isEmpty();
            assertThat(refused.standardError()).hasSize(1).first().asString().contains(word);
        }
    }
}
