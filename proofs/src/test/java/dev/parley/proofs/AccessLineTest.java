package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley serve --access-log}: one line for each connection. */
final class AccessLineTest {
    private static final String TIME = "time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";
    private static final String ADDRESS = " address=127\\.0\\.0\\.1:\\d+";

    @TempDir
    private Path folder;

    @Test
    void aConnectionThatIsOverIsALineAndARefusalIsOne() throws Exception {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "an earlier line\n");
        try (ServeProcess server = ServeProcess.serve("--access-log", file.toString())) {
            RecordingSocket socket = new RecordingSocket(server.address("ws", "/echo"), "proto.1").awaitOpen();
            socket.webSocket.send("12345");
            socket.awaitMessage();
            socket.webSocket.send("123");
            socket.awaitMessage();
            socket.webSocket.close(4321);
            socket.awaitClose();
            Until.so("the line is written", () -> Files.readAllLines(file).size() == 2);
            try (RawClient lost = new RawClient(server.port())) {
                lost.send(RawClient.handshake(server.port(), "/nothing"));
                assertThat(lost.readHead()).startsWith("HTTP/1.1 404");
            }
            new RecordingSocket(server.address("ws", "/chat")).awaitOpen();
            server.terminate();
            assertThat(server.awaitExit()).isZero();
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("an earlier line");
        assertThat(lines.get(1))
                .matches(TIME + ADDRESS + " route=/echo subprotocol=proto\\.1 seconds=\\d+\\.\\d{3}"
                        + " received=2 received_bytes=8 sent=2 sent_bytes=8 ending=clean code=4321");
        assertThat(lines.get(2)).matches(TIME + ADDRESS + " refused=404");
        assertThat(lines.get(3)).matches(TIME + ADDRESS + " route=/chat subprotocol=- .* ending=clean code=1001");
    }

    @Test
    void itCanGoToStandardOutput() throws Exception {
        try (ServeProcess server = ServeProcess.serve("--access-log", "-")) {
            RawClient.open(server.port(), "/echo").reset();
            server.awaitOutput("route=/echo");
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.standardOutput()).hasSize(2);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAtOnce() throws Exception {
        try (ServeProcess server = ServeProcess.run(
                "serve",
                "--port",
                "0",
                "--access-log",
                folder.resolve("no/such/folder").toString())) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.standardError()).anyMatch(line -> line.contains("there is no folder for"));
        }
    }
}
