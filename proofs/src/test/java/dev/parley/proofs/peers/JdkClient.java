package dev.parley.proofs.peers;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The JDK's own client, which knows no compression. */
final class JdkClient implements WebSocket.Listener {
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private JdkClient() {}

    static PeerClient begin() {
        HttpClient client = HttpClient.newHttpClient();
        return new Reconnecting(address -> new JdkClient().connect(client, address));
    }

    private CompletableFuture<String> connect(HttpClient client, URI address) {
        client.newWebSocketBuilder().buildAsync(address, this).exceptionally(failure -> {
            over.completeExceptionally(failure);
            return null;
        });
        return over;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (!last) {
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
        String whole = text.toString();
        text.setLength(0);
        return socket.sendText(whole, true).thenRun(() -> socket.request(1));
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
        if (!last) {
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
        ByteBuffer whole = ByteBuffer.wrap(bytes.toByteArray());
        bytes.reset();
        return socket.sendBinary(whole, true).thenRun(() -> socket.request(1));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        over.complete(reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        over.completeExceptionally(cause);
    }
}
