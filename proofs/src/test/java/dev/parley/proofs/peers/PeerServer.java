package dev.parley.proofs.peers;

import java.net.URI;

/**
 * Somebody's server on a free port of the loopback interface, which sends every message back until it is closed.
 *
 * @param address where it is
 * @param stop ends it
 */
record PeerServer(URI address, Stop stop) implements AutoCloseable {
    /** What every peer takes for one message, where it can be told: as much as the largest case sends. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    static final String HOST = "127.0.0.1";

    static PeerServer at(int port, Stop stop) {
        return new PeerServer(URI.create("ws://" + HOST + ":" + port + "/"), stop);
    }

    /** How it is begun. */
    interface Begin {
        PeerServer begin() throws Exception;
    }

    @Override
    public void close() {
        stop.quietly();
    }
}
