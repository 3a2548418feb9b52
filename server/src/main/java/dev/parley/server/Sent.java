package dev.parley.server;

/** What became of a message given to {@link Peer#send}. Immutable. */
public enum Sent {
    /** Accepted, and nothing holds it up: it goes out at the end of the event loop's turn. */
    FLUSHED,
    /** Accepted, but the peer is slow: wait for {@link WebSocketHandler#onDrain} before sending more. */
    BUFFERED,
    /** Not accepted: too much was waiting already, so the connection is being closed with 1008. */
    DROPPED,
    /** Not accepted: the connection is closing or closed. */
    CLOSED
}
