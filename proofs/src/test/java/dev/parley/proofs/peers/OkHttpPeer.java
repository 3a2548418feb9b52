package dev.parley.proofs.peers;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** OkHttp as a client; it offers permessage-deflate by itself. */
final class OkHttpPeer extends WebSocketListener {
    private final CompletableFuture<String> over = new CompletableFuture<>();

    private OkHttpPeer() {}

    static PeerClient begin() {
        OkHttpClient client = new OkHttpClient();
        return new Reconnecting(address -> connect(client, address), () -> {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        });
    }

    private static CompletableFuture<String> connect(OkHttpClient client, URI address) {
        OkHttpPeer peer = new OkHttpPeer();
        client.newWebSocket(new Request.Builder().url(address.toString()).build(), peer);
        return peer.over;
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        socket.send(text);
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
        socket.send(bytes);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        socket.close(1000, null);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        over.complete(reason);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable cause, @Nullable Response response) {
        over.completeExceptionally(cause);
    }
}
