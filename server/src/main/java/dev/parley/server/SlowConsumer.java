package dev.parley.server;

/**
 * What becomes of messages for a peer for which the hard limit waits already. Immutable.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withSlowConsumer(SlowConsumer.DROP_OLDEST);
 * }</pre>
 */
public enum SlowConsumer {
    /**
     * The peer is closed with 1008. The only one that loses nothing silently: whoever comes again can be told that something is
     * missing.
     */
    DISCONNECT,
    /** The new message is not taken: {@link Sent#DROPPED}. For what is sent again in any case. */
    DROP_NEWEST,
    /** The new message is taken, and the oldest of those that wait are given up for it. For what soon does not matter any more. */
    DROP_OLDEST,
    /**
     * A message that waits is replaced by the next one of the same key, at the place where it waits ({@link Peer#sendLatest}), long
     * before any limit. Over the hard limit all the same, the peer is disconnected. For the state of things: prices, positions.
     */
    KEEP_LATEST;

    /** Whether messages wait where they can still be given up. */
    boolean givesUpWaiting() {
        return this == DROP_OLDEST || this == KEEP_LATEST;
    }
}
