package dev.parley.proofs.peers;

import jakarta.websocket.ClientEndpointConfig;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;

/** Tyrus as a client, on Grizzly. */
final class TyrusClient {
    private TyrusClient() {}

    static PeerClient begin() {
        ClientManager client = ClientManager.createClient();
        client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, TyrusEcho.BUFFER_BYTES);
        client.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
        return new Reconnecting(address -> connect(client, address), client::shutdown);
    }

    private static CompletableFuture<String> connect(ClientManager client, URI address) throws Exception {
        TyrusEcho echo = new TyrusEcho();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(new PerMessageDeflateExtension()))
                .build();
        client.connectToServer(echo, config, address);
        return echo.over();
    }
}
