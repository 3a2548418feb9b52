package dev.parley.net;

import org.jspecify.annotations.Nullable;

/** Where connections of one address are counted, or those of all addresses that need not be told apart. Any thread. */
final class Place implements Entry, Runnable {
    private final Accepted accepted;
    /** Null where addresses are not told apart. */
    final @Nullable Object address;

    // Both guarded by whatever guards the place's own place, in Accepted.
    private int connections;
    private int waiting;

    Place(Accepted accepted, @Nullable Object address) {
        this.accepted = accepted;
        this.address = address;
    }

    /** Counts one more, which waits to become a WebSocket; false, and it is not counted, if there are too many. */
    boolean enter(EntryLimits limits) {
        if (connections >= limits.connectionsOfAddress() || waiting >= limits.waitingOfAddress()) {
            return false;
        }
        connections++;
        waiting++;
        return true;
    }

    /** Changes the counts; whether there is nothing left to count. */
    boolean leave(int connectionsLess, int waitingLess) {
        connections -= connectionsLess;
        waiting -= waitingLess;
        return isEmpty();
    }

    boolean isEmpty() {
        return connections == 0 && waiting == 0;
    }

    /** One connection has become a WebSocket, or will not become one any more. */
    void waitsNoMore() {
        accepted.leave(this, 0, 1);
    }

    /** One connection is closed. */
    @Override
    public void run() {
        accepted.leave(this, 1, 0);
    }
}
