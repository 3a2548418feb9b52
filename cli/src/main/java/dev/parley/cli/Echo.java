package dev.parley.cli;

import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Subprotocols;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;

/** Sends back what comes: text as text, binary as binary. Stateless. */
final class Echo implements WebSocketHandler {
    /** An echo speaks every subprotocol. */
    static final Subprotocols SUBPROTOCOLS = Subprotocols.FIRST_OFFERED;

    @Override
    public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
        peer.send(kind, payload);
    }
}
