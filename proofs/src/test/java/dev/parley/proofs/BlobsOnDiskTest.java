package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that are not, or need not be, in memory: sent as the network takes them, received into a file. */
@Tag("one-jdk")
final class BlobsOnDiskTest {
    /** {@code -Dblob.bytes=2147483648} for the size that the guide speaks of; the default is quick. */
    private static final long LARGE = Long.getLong("blob.bytes", 256L << 20);

    private static final int PART = 64 * 1024;

    @TempDir
    Path directory;

    @Test
    void aFileLargerThanTheHeapIsSent() throws Exception {
        Path file = sparse(LARGE);
        try (FrameSink sink = new FrameSink()) {
            sink.read();
            List<String> said = runInLittleHeap("send", sink.address(), file.toString());
            assertThat(sink.awaitCloseCode()).isEqualTo(4000);
            assertThat(said).containsExactly("waiting true", "closed 4000 0");
            assertThat(sink.messages)
                    .containsExactly(new FrameSink.Message(2, LARGE, (int) ((LARGE + PART - 1) / PART), crc(file)));
        }
    }

    @Test
    void aMessageLargerThanTheHeapIsReceived() throws Exception {
        long size = Math.min(LARGE, Integer.MAX_VALUE - 8L);
        try (RawServer server = new RawServer()) {
            Thread sending = new Thread(() -> sendZeros(server, size));
            sending.start();
            List<String> said = runInLittleHeap("receive", "ws://127.0.0.1:" + server.port() + "/");
            assertThat(said).containsExactly("received " + size, "closed 4000 0");
            sending.join();
        }
    }

    @Test
    void whatIsSentAfterAFileWaitsBehindItAndSoDoesClose() throws Exception {
        Path file = noise(1_000_000);
        try (FrameSink sink = new FrameSink()) {
            RecordingSocket socket = new RecordingSocket(sink.address()).awaitOpen();
            socket.webSocket.send("before");
            for (int i = 0; i < 3; i++) {
                socket.webSocket.send(Blob.of(file));
                socket.webSocket.send("after");
                socket.webSocket.send(Blob.of(Blob.of("x"), Blob.of(file).slice(10, 20)));
            }
            socket.webSocket.close(4001, "bye");
            sink.read();
            assertThat(sink.awaitCloseCode()).isEqualTo(4001);
            assertThat(socket.awaitClose().wasClean()).isTrue();
            assertThat(socket.webSocket.bufferedAmount()).isZero();
            assertThat(sink.messages.stream().map(m -> m.opcode() + " " + m.bytes()))
                    .containsExactly(
                            "1 6", "2 1000000", "1 5", "2 11", "2 1000000", "1 5", "2 11", "2 1000000", "1 5", "2 11");
            assertThat(sink.messages.get(1).crc()).isEqualTo(crc(file));
            assertThat(sink.messages.get(1).frames()).isEqualTo(16);
        }
    }

    @Test
    void bufferedAmountIsWhatTheNetworkHasNotTaken() throws Exception {
        long size = 32 << 20;
        Blob blob = Blob.of(sparse(size));
        try (FrameSink sink = new FrameSink()) {
            // It would fail if the file counted as memory.
            RecordingSocket socket = new RecordingSocket(
                            sink.address(), WebSocketOptions.DEFAULT.withMaxBufferedAmount(1 << 20))
                    .awaitOpen();
            WebSocket webSocket = socket.webSocket;
            webSocket.send(blob);
            webSocket.send(blob);
            webSocket.send("grüße");
            long waiting = webSocket.bufferedAmount();
            assertThat(waiting).isBetween(size + 7, 2 * size + 7);
            // Whole parts are taken from it, and never more than was sent.
            assertThat((2 * size + 7 - waiting) % PART).isZero();
            sink.read();
            while (webSocket.bufferedAmount() > 0) {
                long now = webSocket.bufferedAmount();
                assertThat(now).isLessThanOrEqualTo(waiting);
                waiting = now;
                Thread.sleep(1);
            }
            webSocket.close();
            webSocket.send(blob);
            webSocket.send("x");
            assertThat(webSocket.bufferedAmount()).isEqualTo(size + 1);
            socket.awaitClose();
            webSocket.send(blob);
            assertThat(webSocket.bufferedAmount()).isEqualTo(2 * size + 1);
            assertThat(sink.messages).hasSize(3);
        }
    }

    @Test
    void aFileThatBecomesShorterFailsTheConnection() throws Exception {
        Path file = sparse(64 << 20);
        try (FrameSink sink = new FrameSink()) {
            RecordingSocket socket = new RecordingSocket(sink.address()).awaitOpen();
            socket.webSocket.send(Blob.of(file));
            socket.webSocket.send("never");
            try (RandomAccessFile shorter = new RandomAccessFile(file.toFile(), "rw")) {
                shorter.setLength(1);
            }
            sink.read();
            assertThat(socket.awaitError().message()).contains("has become shorter");
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
            assertThat(socket.awaitClose().wasClean()).isFalse();
            assertThat(sink.awaitCloseCode()).isEqualTo(-1);
            assertThat(sink.messages).isEmpty();
        }
    }

    @Test
    void aServerThatClosesMeanwhileIsAnswered() throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.close(4002, "enough");
            }
        });
        try (Server server = Server.start(roomy(), routes)) {
            RecordingSocket socket =
                    new RecordingSocket("ws://127.0.0.1:" + server.address().getPort() + "/").awaitOpen();
            socket.webSocket.send("close");
            socket.webSocket.send(Blob.of(sparse(64 << 20)));
            socket.webSocket.send("never");
            assertThat(socket.awaitClose().code()).isEqualTo(4002);
            assertThat(socket.events).containsExactly("open", "close");
            assertThat(socket.webSocket.bufferedAmount()).isPositive();
        }
    }

    @Test
    void overTheThresholdAMessageIsReceivedIntoAFile() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Routes echo = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onBinary(Peer peer, ByteBuffer payload) {
                peer.send(payload);
            }
        });
        try (Server server = Server.start(roomy(), echo)) {
            WebSocketOptions options = WebSocketOptions.DEFAULT.withMaxBlobInMemory(1_000_000);
            RecordingSocket socket =
                    new RecordingSocket("ws://127.0.0.1:" + server.address().getPort() + "/", options).awaitOpen();
            socket.webSocket.send(bytes);
            socket.webSocket.send(new byte[] {7});
            Blob blob = (Blob) socket.awaitMessage();
            assertThat(blob.arrayBuffer()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(((Blob) socket.awaitMessage()).size()).isEqualTo(1);
            socket.webSocket.send(blob); // from the file that it came into
            assertThat(((Blob) socket.awaitMessage()).arrayBuffer()).isEqualTo(ByteBuffer.wrap(bytes));
            socket.webSocket.binaryType(BinaryType.ARRAYBUFFER);
            socket.webSocket.send(bytes);
            assertThat(socket.awaitMessage()).isEqualTo(ByteBuffer.wrap(bytes));
            socket.webSocket.close();
            socket.awaitClose();
        }
    }

    private static ServerOptions roomy() {
        return ServerOptions.DEFAULT
                .withPort(0)
                .withLimits(ServerOptions.DEFAULT.limits().withMaxMessageBytes(128 << 20));
    }

    private Path sparse(long size) throws IOException {
        Path file = Files.createTempFile(directory, "sparse", "");
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(size);
            random.seek(size / 2 + 1);
            random.write("not zero".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Path noise(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return Files.write(Files.createTempFile(directory, "noise", ""), bytes);
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (var in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 16];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                crc.update(piece, 0, count);
            }
        }
        return crc.getValue();
    }

    private static void sendZeros(RawServer server, long size) {
        try (RawServer.Client client = server.accept()) {
            client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + "\r\n");
            client.send(ByteBuffer.allocate(10)
                    .put((byte) (0x80 | Opcode.BINARY.code()))
                    .put((byte) 127)
                    .putLong(size)
                    .array());
            byte[] zeros = new byte[1 << 16];
            for (long left = size; left > 0; left -= zeros.length) {
                client.send(left < zeros.length ? new byte[(int) left] : zeros);
            }
            client.read();
            for (int left = 4 + (client.read() & 0x7F); left > 0; left--) {
                client.read();
            }
            client.send(new byte[] {(byte) 0x88, 2, 0x0F, (byte) 0xA0}); // 4000
        } catch (IOException e) {
            // What the client says of it is what counts.
        }
    }

    private static List<String> runInLittleHeap(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                BlobInLittleHeap.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
