package dev.parley.net;

import java.net.InetSocketAddress;

/** A socket that is listened on. Any thread. */
interface Acceptor {
    /** Where it listens, with the port that was taken. */
    InetSocketAddress address();

    /** Accepts nobody any more; waits for that, but not for ever. */
    void stop(long maxMillis);
}
