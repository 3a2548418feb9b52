package dev.parley.pubsub;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives each peer of a server its session, on the peer's own loop. The calls come from there, or, where the server has an executor for
 * handlers, from its threads, one at a time for each peer.
 */
final class PeerSessions implements WebSocketHandler {
    private final Topics node;
    private final Users users;
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();

    PeerSessions(Topics node, Users users) {
        this.node = node;
        this.users = users;
    }

    @Override
    public void onOpen(Peer peer) {
        Optional<String> name = users.of(peer.request());
        if (name.isEmpty()) {
            peer.close(Close.POLICY_VIOLATION, "who is it?");
            return;
        }
        Session session = new Session(node, new PeerOutlet(peer), new Member(node.nextId(), name.get()));
        sessions.put(peer, session);
        onLoop(peer, session::begin);
    }

    @Override
    public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
        Session session = sessions.get(peer);
        if (session == null) {
            return;
        }
        if (kind != Opcode.TEXT) {
            peer.close(Close.UNSUPPORTED_DATA, "text only");
            return;
        }
        byte[] utf8 = new byte[payload.remaining()];
        payload.get(utf8);
        onLoop(peer, () -> session.receive(utf8));
    }

    @Override
    public void onDrain(Peer peer) {
        Session session = sessions.get(peer);
        if (session != null) {
            onLoop(peer, session::drained);
        }
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        Session session = sessions.remove(peer);
        if (session != null) {
            onLoop(peer, session::end);
        }
    }

    private void onLoop(Peer peer, Runnable task) {
        if (peer.isOnLoop()) {
            task.run();
        } else {
            node.execute(peer.loop(), task);
        }
    }
}
