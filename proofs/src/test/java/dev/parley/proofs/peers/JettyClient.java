package dev.parley.proofs.peers;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty as a client. */
final class JettyClient {
    private JettyClient() {}

    static PeerClient begin() throws Exception {
        WebSocketClient client = new WebSocketClient();
        client.setMaxTextMessageSize(PeerServer.MAX_MESSAGE_BYTES);
        client.setMaxBinaryMessageSize(PeerServer.MAX_MESSAGE_BYTES);
        client.start();
        return new Reconnecting(address -> connect(client, address), client::stop);
    }

    private static CompletableFuture<String> connect(WebSocketClient client, URI address) throws Exception {
        CompletableFuture<String> over = new CompletableFuture<>();
        ClientUpgradeRequest request = new ClientUpgradeRequest(address);
        request.addExtensions("permessage-deflate");
        client.connect(new JettyEcho(over), request).exceptionally(failure -> {
            over.completeExceptionally(failure);
            return null;
        });
        return over;
    }
}
