package dev.parley.chat;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.pubsub.Topics;
import dev.parley.server.Peer;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The chat room in JSON: gives each peer its {@link Seat}, on the peer's own loop, wherever the calls come from. */
final class Room implements WebSocketHandler {
    private final Topics topics;
    private final Map<Peer, Seat> seats = new ConcurrentHashMap<>();
    /** Those of all who have a seat here. Guarded by itself. */
    private final Set<String> names = new HashSet<>();

    private final AtomicLong ids = new AtomicLong();

    Room(Topics topics) {
        this.topics = topics;
    }

    @Override
    public void onOpen(Peer peer) {
        Seat seat = new Seat(topics, names, peer, Long.toString(ids.incrementAndGet()));
        seats.put(peer, seat);
        onLoop(peer, seat::begin);
    }

    @Override
    public void onText(Peer peer, String text) {
        Packets.Incoming incoming = Packets.read(text);
        Seat seat = seats.get(peer);
        onLoop(peer, () -> seat.receive(incoming));
    }

    @Override
    public void onBinary(Peer peer, ByteBuffer payload) {
        peer.close(Close.UNSUPPORTED_DATA, "JSON in text messages only");
    }

    @Override
    public void onDrain(Peer peer) {
        Seat seat = seats.get(peer);
        onLoop(peer, seat::drained);
    }

    @Override
    public void onClose(Peer peer, Ending ending) {
        Seat seat = seats.remove(peer);
        if (seat != null) {
            onLoop(peer, seat::end);
        }
    }

    /** In order: a server may have an executor for handlers. */
    private static void onLoop(Peer peer, Runnable task) {
        if (peer.isOnLoop()) {
            task.run();
        } else {
            peer.loop().execute(task);
        }
    }
}
