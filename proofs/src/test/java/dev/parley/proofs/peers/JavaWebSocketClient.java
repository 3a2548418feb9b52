package dev.parley.proofs.peers;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** Java-WebSocket as a client. */
final class JavaWebSocketClient extends WebSocketClient {
    private final CompletableFuture<String> over = new CompletableFuture<>();

    private JavaWebSocketClient(URI address) {
        super(address, JavaWebSocketServer.draft());
    }

    static PeerClient begin() {
        return new Reconnecting(address -> {
            JavaWebSocketClient client = new JavaWebSocketClient(address);
            client.connect();
            return client.over;
        });
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String text) {
        send(text);
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        send(bytes);
    }

    @Override
    public void onClose(int code, @Nullable String reason, boolean remote) {
        over.complete(reason == null ? "" : reason);
    }

    @Override
    public void onError(Exception e) {
        // onClose follows.
    }
}
