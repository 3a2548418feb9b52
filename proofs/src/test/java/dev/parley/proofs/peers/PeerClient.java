package dev.parley.proofs.peers;

import java.net.URI;

/** Somebody's client: it sends every message back, and connects anew whenever a connection is over. */
interface PeerClient extends AutoCloseable {
    /** Goes on until the probe says that all cases are done, or the thread is interrupted. */
    void run(URI address) throws Exception;

    @Override
    void close();

    /** How it is begun. */
    interface Begin {
        PeerClient begin() throws Exception;
    }
}
