package dev.parley.proofs.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.CloseEvent;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our client with every server that is judged, from the opening handshake to the end. {@code ./check --peers} adds those that npm has to
 * bring.
 */
final class ClientAndServersTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final String TEXT = "grüße, 世界 👋 ".repeat(5_000);

    static Stream<Peer> servers() {
        return (Boolean.getBoolean("peers.npm") ? Peers.all() : Peers.inJava())
                .stream().filter(peer -> peer.server() != null);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsSentComesBackAndTheEndIsClean(Peer peer) throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        try (PeerServer server = peer.server().begin()) {
            WebSocket socket = new WebSocket(server.address().toString(), options(peer));
            socket.binaryType(BinaryType.ARRAYBUFFER);
            socket.onmessage(event -> received.add(event.data()));
            socket.onclose(closed::complete);
            socket.onopen(event -> {
                socket.send("");
                socket.send(TEXT);
                socket.send(bytes);
                socket.send(Blob.of("a blob"));
            });
            assertThat(next(received)).isEqualTo("");
            assertThat(next(received)).isEqualTo(TEXT);
            assertThat(next(received)).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(next(received)).isEqualTo(ByteBuffer.wrap("a blob".getBytes()));
            socket.close(3001, "bye");
            CloseEvent end = closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(end.wasClean()).isTrue();
            assertThat(end.code()).isEqualTo(3001);
            assertThat(socket.bufferedAmount()).isZero();
        }
    }

    /** Tyrus answers an offer of compression with a parameter that was not offered, which a client must refuse (RFC 7692 §7.1). */
    private static WebSocketOptions options(Peer peer) {
        return peer.name().startsWith("Tyrus")
                ? WebSocketOptions.DEFAULT.withCompression(Optional.empty())
                : WebSocketOptions.DEFAULT;
    }

    private static Object next(BlockingQueue<Object> received) throws InterruptedException {
        Object message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }
}
