package dev.parley.proofs.peers;

import dev.parley.client.BinaryType;
import dev.parley.client.WebSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Our own client. */
final class ParleyClient {
    private ParleyClient() {}

    static PeerClient begin() {
        return new Reconnecting(ParleyClient::connect);
    }

    private static CompletableFuture<String> connect(URI address) {
        CompletableFuture<String> over = new CompletableFuture<>();
        WebSocket socket = new WebSocket(address.toString());
        socket.binaryType(BinaryType.ARRAYBUFFER);
        socket.onmessage(event -> {
            if (event.data() instanceof String text) {
                socket.send(text);
            } else {
                socket.send((ByteBuffer) event.data());
            }
        });
        socket.onclose(event -> over.complete(event.reason()));
        return over;
    }
}
