package dev.parley.pubsub;

import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.server.Peer;
import dev.parley.server.Sent;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** The way to a client that is a peer of a server. Confined to the peer's loop. */
final class PeerOutlet implements Outlet {
    private final Peer peer;

    PeerOutlet(Peer peer) {
        this.peer = peer;
    }

    @Override
    public Executor loop() {
        return peer.loop();
    }

    @Override
    public boolean send(byte[] utf8) {
        return peer.send(Opcode.TEXT, ByteBuffer.wrap(utf8)) != Sent.BUFFERED;
    }

    @Override
    public boolean send(PreparedMessage message) {
        return peer.send(message) != Sent.BUFFERED;
    }

    @Override
    public void close(int code, String reason) {
        peer.close(code, reason);
    }
}
