package dev.parley.net;

/**
 * What a peer must keep to beyond the protocol, on a connection that is open. Immutable.
 *
 * @param pingNanos how long after one ping the next follows, or a fifth less
 * @param pongNanos how long after a ping there may be no sign of the peer; then the connection is lost
 * @param stallNanos how long it may take nothing of what waits for it; then the connection is lost
 * @param idleNanos how long there may be no message, in either direction; then it is closed with 1001
 * @param messagesPerSecond how many messages are read from it each second, in the long run; TCP makes it wait for more
 * @param bytesPerSecond how many bytes, as they come over the network
 */
public record Terms(
        long pingNanos, long pongNanos, long stallNanos, long idleNanos, long messagesPerSecond, long bytesPerSecond) {
    /** As a time: for ever. As a rate: as fast as it goes. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** For who chooses its peers. */
    static final Terms NONE = new Terms(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    boolean limitsPace() {
        return messagesPerSecond != UNLIMITED || bytesPerSecond != UNLIMITED;
    }
}
