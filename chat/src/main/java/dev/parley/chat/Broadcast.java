package dev.parley.chat;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/** The plain chat: whatever text arrives goes to everyone, its sender too, in one order for all. Any thread. */
final class Broadcast implements WebSocketHandler {
    /** Guarded by itself; held while sending, so that everybody sees the same order. Sending never blocks. */
    private final Set<Peer> peers = new LinkedHashSet<>();

    @Override
    public void onOpen(Peer peer) {
        synchronized (peers) {
            peers.add(peer);
        }
    }

    @Override
    public void onMessage(Peer from, Opcode kind, ByteBuffer payload) {
        if (kind != Opcode.TEXT) {
            from.close(Close.UNSUPPORTED_DATA, "text only");
            return;
        }
        synchronized (peers) {
            for (Peer peer : peers) {
                peer.send(kind, payload);
            }
        }
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        synchronized (peers) {
            peers.remove(peer);
        }
    }
}
