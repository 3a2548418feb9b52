package dev.parley.pubsub;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Request;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Gives each peer of a server its session. Each peer's calls come from its own loop. */
final class PeerSessions implements WebSocketHandler {
    private final Topics node;
    private final Function<Request, String> user;
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();

    PeerSessions(Topics node, Function<Request, String> user) {
        this.node = node;
        this.user = user;
    }

    @Override
    public void onOpen(Peer peer) {
        String name;
        try {
            name = user.apply(peer.request());
        } catch (RuntimeException e) {
            name = "";
        }
        if (!Draft.isFrom(name)) {
            peer.close(Close.POLICY_VIOLATION, "who is it?");
            return;
        }
        Session session = new Session(node, new PeerOutlet(peer), new Member(node.nextId(), name));
        sessions.put(peer, session);
        session.begin();
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
        session.receive(utf8);
    }

    @Override
    public void onDrain(Peer peer) {
        Session session = sessions.get(peer);
        if (session != null) {
            session.drained();
        }
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        Session session = sessions.remove(peer);
        if (session != null) {
            session.end();
        }
    }
}
