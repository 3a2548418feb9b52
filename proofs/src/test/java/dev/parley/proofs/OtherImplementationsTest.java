package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.Test;

/** Our server with other people's clients, and our client with other people's servers. */
final class OtherImplementationsTest {
    private static final String LONG = "long text ü😀 ".repeat(10_000);

    @Test
    void theJdksClientTalksToOurServer() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            BlockingQueue<String> texts = new LinkedBlockingQueue<>();
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            java.net.http.WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("a", "b")
                    .buildAsync(URI.create(server.address("ws", "/echo")), new Collecting(texts, closed))
                    .get(10, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("a");
            socket.sendText(LONG.substring(0, 70_001), false).join();
            socket.sendText(LONG.substring(70_001), true).join();
            assertThat(texts.poll(10, TimeUnit.SECONDS)).isEqualTo(LONG);
            socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
            socket.sendClose(4001, "bye").join();
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
        }
    }

    @Test
    void javaWebSocketsClientTalksToOurServer() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            WebSocketClient client = new WebSocketClient(URI.create(server.address("ws", "/echo"))) {
                @Override
                public void onOpen(ServerHandshake handshake) {}

                @Override
                public void onMessage(String text) {
                    messages.add(text);
                }

                @Override
                public void onMessage(ByteBuffer bytes) {
                    messages.add(bytes);
                }

                @Override
                public void onClose(int code, String reason, boolean remote) {
                    closed.complete(code);
                }

                @Override
                public void onError(Exception e) {
                    messages.add(e);
                }
            };
            assertThat(client.connectBlocking(10, TimeUnit.SECONDS)).isTrue();
            client.send(LONG);
            assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo(LONG);
            client.send(new byte[] {1, 2, 3});
            assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            client.close(4002);
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4002);
        }
    }

    // RFC 6455 §6.1: "The frame(s) that have been formed MUST be transmitted over the underlying network connection."
    // RFC 6455 §4.1: the client "MUST open a connection, send an opening handshake, and read the server's handshake in
    // response".
    @Test
    void ourClientTalksToJavaWebSocketsServer() throws Exception {
        EchoOfJavaWebSocket server = new EchoOfJavaWebSocket();
        server.start();
        assertThat(server.started.get(10, TimeUnit.SECONDS)).isNull();
        try {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + server.getPort() + "/").awaitOpen();
            socket.webSocket.send(LONG);
            assertThat(socket.awaitMessage()).isEqualTo(LONG);
            socket.webSocket.send(new byte[] {1, 2, 3});
            assertThat(((Blob) socket.awaitMessage()).arrayBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            socket.webSocket.binaryType(BinaryType.ARRAYBUFFER);
            socket.webSocket.send(new byte[70_000]);
            assertThat(socket.awaitMessage()).isEqualTo(ByteBuffer.allocate(70_000));
            socket.webSocket.close(4003, "bye");
            assertThat(socket.awaitClose().code()).isEqualTo(4003);
            assertThat(socket.awaitClose().wasClean()).isTrue();
        } finally {
            server.stop(1_000);
        }
    }

    private static final class Collecting implements java.net.http.WebSocket.Listener {
        private final BlockingQueue<String> texts;
        private final CompletableFuture<Integer> closed;
        private final List<CharSequence> parts = new ArrayList<>();

        Collecting(BlockingQueue<String> texts, CompletableFuture<Integer> closed) {
            this.texts = texts;
            this.closed = closed;
        }

        @Override
        public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence part, boolean last) {
            parts.add(part.toString());
            if (last) {
                texts.add(String.join("", parts));
                parts.clear();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }

    private static final class EchoOfJavaWebSocket extends WebSocketServer {
        final CompletableFuture<Void> started = new CompletableFuture<>();

        EchoOfJavaWebSocket() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        public void onStart() {
            started.complete(null);
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket peer, ClientHandshake handshake) {}

        @Override
        public void onMessage(org.java_websocket.WebSocket peer, String text) {
            peer.send(text);
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket peer, ByteBuffer bytes) {
            peer.send(bytes);
        }

        @Override
        public void onClose(org.java_websocket.WebSocket peer, int code, String reason, boolean remote) {}

        @Override
        public void onError(org.java_websocket.WebSocket peer, Exception e) {
            started.completeExceptionally(e);
        }
    }
}
