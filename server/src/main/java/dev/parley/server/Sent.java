package dev.parley.server;

/**
 * What became of a message given to {@link Peer#send}. Immutable.
 *
 * <pre>{@code
 * switch (peer.send("news")) {
 *     case FLUSHED -> System.out.println("it is on its way");
 *     case BUFFERED -> System.out.println("wait for onDrain");
 *     case DROPPED, CLOSED -> System.out.println("it will not arrive");
 * }
 * }</pre>
 */
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
