package dev.parley.proofs.peers;

import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;

/** Our own server. */
final class ParleyServer implements WebSocketHandler {
    private ParleyServer() {}

    static PeerServer begin() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withLimits(Limits.DEFAULT.withMaxMessageBytes(PeerServer.MAX_MESSAGE_BYTES));
        Server server = Server.start(options, Routes.NONE.webSocket("/", new ParleyServer()));
        return PeerServer.at(server.address().getPort(), server::close);
    }

    @Override
    public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
        peer.send(kind, payload);
    }
}
