package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.DOMException;
import dev.parley.client.ReconnectOptions;
import dev.parley.client.ReconnectingWebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs through the client that comes back: in their place among what waits, of files and into files, and lost with their connection. */
final class ReconnectingBlobsTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final int LARGE_BYTES = 3 * 1024 * 1024;
    private static final ReconnectOptions QUICK = ReconnectOptions.DEFAULT
            .withDelays(Duration.ofMillis(20), Duration.ofMillis(100))
            .withQueue(10, LARGE_BYTES + 100);

    @TempDir
    private Path directory;

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Test
    void whatWaitsGoesOutInItsOrderAndComesBackAsItIsWanted() throws Exception {
        byte[] large = noise();
        Path file = Files.write(directory.resolve("large"), large);
        int port;
        try (RawServer free = new RawServer()) {
            port = free.port();
        }
        ReconnectingWebSocket socket = open(port, WebSocketOptions.DEFAULT.withMaxBlobInMemory(1024 * 1024));
        socket.send("first");
        socket.send(Blob.of("a blob"));
        socket.send(Blob.of(file));
        socket.send("last");
        assertThat(socket.bufferedAmount()).isEqualTo(5 + 6 + LARGE_BYTES + 4);
        assertThatThrownBy(() -> socket.send(Blob.of(file)))
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("QuotaExceededError"));
        try (Server server = echo(port)) {
            assertThat(next(received)).isEqualTo("first");
            assertThat(((Blob) next(received)).text()).isEqualTo("a blob");
            Blob back = (Blob) next(received);
            assertThat(back.size()).isEqualTo(LARGE_BYTES);
            assertThat(back.arrayBuffer()).isEqualTo(ByteBuffer.wrap(large));
            assertThat(next(received)).isEqualTo("last");
            assertThat(socket.bufferedAmount()).isZero();
            socket.binaryType(BinaryType.ARRAYBUFFER);
            socket.send(Blob.of(file)); // more than may wait for a connection may be sent on one
            socket.send(Blob.of(file));
            assertThat(next(received)).isEqualTo(ByteBuffer.wrap(large));
            assertThat(next(received)).isEqualTo(ByteBuffer.wrap(large));
            assertThat(server.peers()).isEqualTo(1);
            socket.close(1000);
            awaitEvent("close");
        }
    }

    @Test
    void blobThatWasUnderWayWhenTheConnectionWasLostIsNotSentAgain() throws Exception {
        Path file = Files.write(directory.resolve("large"), noise());
        try (RawServer server = new RawServer()) {
            ReconnectingWebSocket socket = open(server.port(), WebSocketOptions.DEFAULT);
            socket.send(Blob.of(file));
            try (RawServer.Client client = server.accept()) {
                accept(client);
                assertThat(client.read())
                        .as("the first fragment of a binary message")
                        .isEqualTo(0x02);
            }
            awaitEvent("offline");
            socket.send("after it");
            try (RawServer.Client client = server.accept()) {
                accept(client);
                assertThat(client.read()).as("a text message").isEqualTo(0x81);
                assertThat(client.read()).isEqualTo(0x80 | 8);
            }
            socket.close();
            awaitEvent("close");
        }
    }

    @Test
    void blobThatCannotBeReadCostsItsConnectionAndNotWhatFollows() throws Exception {
        Path file = Files.writeString(directory.resolve("gone"), "soon");
        try (Server server = echo(0)) {
            ReconnectingWebSocket socket = open(server.address().getPort(), WebSocketOptions.DEFAULT);
            Blob blob = Blob.of(file);
            Files.delete(file);
            awaitEvent("online");
            socket.send(blob);
            awaitEvent("offline");
            socket.send("after it");
            assertThat(next(received)).isEqualTo("after it");
            socket.close();
            awaitEvent("close");
        }
    }

    private ReconnectingWebSocket open(int port, WebSocketOptions options) {
        ReconnectingWebSocket socket = new ReconnectingWebSocket("ws://127.0.0.1:" + port + "/", options, QUICK);
        socket.onmessage(event -> received.add(event.data()));
        socket.ononline(event -> events.add(event.type()));
        socket.onoffline(event -> events.add(event.type()));
        socket.onclose(event -> events.add(event.type()));
        return socket;
    }

    private void awaitEvent(String type) throws InterruptedException {
        while (!next(events).equals(type)) {
            // what came before it
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("what is waited for").isNotNull();
        return next;
    }

    private static void accept(RawServer.Client client) throws IOException {
        client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + "\r\n");
    }

    private static byte[] noise() {
        byte[] bytes = new byte[LARGE_BYTES];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static Server echo(int port) throws IOException {
        return Server.start(
                ServerOptions.DEFAULT
                        .withPort(port)
                        .withLimits(Limits.DEFAULT.withMaxMessageBytes(LARGE_BYTES))
                        .withHardLimitBytes(4 * LARGE_BYTES),
                Routes.NONE.webSocket("/", new WebSocketHandler() {
                    @Override
                    public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
                        peer.send(kind, payload);
                    }
                }));
    }
}
