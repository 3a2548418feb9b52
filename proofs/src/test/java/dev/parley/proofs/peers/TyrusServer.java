package dev.parley.proofs.peers;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;
import org.glassfish.tyrus.server.Server;

/** Tyrus as a server, on Grizzly. Public because Tyrus makes one of it. */
public final class TyrusServer implements ServerApplicationConfig {
    /** Where Tyrus looks for a free port; 0 is its default one. */
    private static final int ANY_PORT = -1;

    static PeerServer begin() throws Exception {
        Map<String, Object> properties = Map.of(TyrusWebSocketEngine.INCOMING_BUFFER_SIZE, TyrusEcho.BUFFER_BYTES);
        Server server = new Server(PeerServer.HOST, ANY_PORT, "/", properties, TyrusServer.class);
        server.start();
        return PeerServer.at(server.getPort(), server::stop);
    }

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return Set.of(ServerEndpointConfig.Builder.create(TyrusEcho.class, "/")
                .extensions(List.of(new PerMessageDeflateExtension()))
                .build());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return Set.of();
    }
}
