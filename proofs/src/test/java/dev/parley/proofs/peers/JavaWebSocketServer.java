package dev.parley.proofs.peers;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket as a server. */
final class JavaWebSocketServer extends WebSocketServer {
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private JavaWebSocketServer() {
        super(new InetSocketAddress(PeerServer.HOST, 0), List.of(draft()));
        setReuseAddr(true);
    }

    /** With compression, and a limit: without one it reserves whatever a header declares. */
    static Draft draft() {
        return new Draft_6455(List.of(new PerMessageDeflateExtension()), PeerServer.MAX_MESSAGE_BYTES);
    }

    static PeerServer begin() throws Exception {
        JavaWebSocketServer server = new JavaWebSocketServer();
        server.start();
        server.started.get(10, TimeUnit.SECONDS);
        return PeerServer.at(server.getPort(), () -> server.stop(1_000));
    }

    @Override
    public void onStart() {
        started.complete(null);
    }

    @Override
    public void onOpen(WebSocket peer, ClientHandshake handshake) {}

    @Override
    public void onMessage(WebSocket peer, String text) {
        peer.send(text);
    }

    @Override
    public void onMessage(WebSocket peer, ByteBuffer bytes) {
        peer.send(bytes);
    }

    @Override
    public void onClose(WebSocket peer, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket peer, Exception e) {
        started.completeExceptionally(e);
    }
}
