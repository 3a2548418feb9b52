package dev.parley.server;

import dev.parley.engine.Close;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Closes all peers and event streams of a server in waves, and waits for their last bytes, both ways. One caller.
 *
 * <p>No accepted message is lost on the way: a peer is told to leave a moment before its Close frame goes out, and from then on
 * other threads' sends are answered {@link Sent#CLOSED}, so that none is accepted whose turn would come after that frame. What the
 * peer sent before it saw the frame is still handled.
 */
final class Farewell {
    private static final long POLL_MILLIS = 10;
    private static final long WAVE_MILLIS = 100;
    /** So few need no waves. */
    private static final int SMALLEST_WAVE = 100;

    private final Set<Peer> peers;
    private final Set<EventStream> streams;
    private final Drain drain;
    private final Set<Peer> told = new HashSet<>();
    private final long deadline;

    /** Its time begins now. */
    Farewell(Set<Peer> peers, Set<EventStream> streams, Drain drain) {
        this.peers = peers;
        this.streams = streams;
        this.drain = drain;
        this.deadline = System.nanoTime() + drain.deadline().toNanos();
    }

    /** When this returns, all are gone, or the deadline has passed. */
    void run() throws InterruptedException {
        List<Peer> all = shuffled(peers);
        List<EventStream> listeners = shuffled(streams);
        int waves = waves(all.size() + listeners.size());
        for (int wave = 0; wave < waves && isTime(); wave++) {
            part(listeners, wave, waves).forEach(EventStream::close);
            close(
                    part(all, wave, waves),
                    wave == waves - 1 ? 0 : ThreadLocalRandom.current().nextLong(WAVE_MILLIS / 2, WAVE_MILLIS * 3 / 2));
        }
        while (!(peers.isEmpty() && streams.isEmpty()) && isTime()) {
            // Each time anew: a handshake that was under way when closing began adds its peer late.
            streams.forEach(EventStream::close);
            close(peers.stream().filter(peer -> !told.contains(peer)).toList(), 0);
            if (deadline - System.nanoTime() < drain.deadline().toNanos() / 2) {
                peers.forEach(peer -> peer.closeAtOnce(drain.close())); // a handler may be too busy to come to it
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Neighbours in time are often clients of one place. */
    private static <T> List<T> shuffled(Set<T> all) {
        List<T> list = new ArrayList<>(all);
        Collections.shuffle(list);
        return list;
    }

    private static <T> List<T> part(List<T> all, int wave, int waves) {
        return all.subList((int) ((long) all.size() * wave / waves), (int) ((long) all.size() * (wave + 1) / waves));
    }

    private void close(List<Peer> wave, long pauseMillis) throws InterruptedException {
        Close close = drain.close();
        wave.forEach(Peer::beginLeaving);
        Thread.sleep(wave.isEmpty() ? 0 : POLL_MILLIS);
        wave.forEach(peer -> peer.leave(close));
        told.addAll(wave);
        Thread.sleep(Math.max(0, pauseMillis - POLL_MILLIS));
    }

    private int waves(int all) {
        int smallest = (all + SMALLEST_WAVE - 1) / SMALLEST_WAVE;
        long inTime = drain.spread().dividedBy(Duration.ofMillis(WAVE_MILLIS));
        return (int) Math.max(1, Math.min(smallest, inTime));
    }

    private boolean isTime() {
        return System.nanoTime() - deadline < 0;
    }
}
