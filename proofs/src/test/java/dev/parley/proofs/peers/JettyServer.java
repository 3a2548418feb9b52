package dev.parley.proofs.peers;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty as a server; it agrees to permessage-deflate by itself. */
final class JettyServer {
    private JettyServer() {}

    static PeerServer begin() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(PeerServer.HOST);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(PeerServer.MAX_MESSAGE_BYTES);
            container.setMaxBinaryMessageSize(PeerServer.MAX_MESSAGE_BYTES);
            container.addMapping("/*", (request, response, callback) -> new JettyEcho(new CompletableFuture<>()));
        }));
        server.start();
        return PeerServer.at(connector.getLocalPort(), server::stop);
    }
}
