package dev.parley.server;

/**
 * How fast a peer is read, in the long run; for one second it may be faster. A peer that sends more is not told off: it is read no
 * further until it is within its rate, and TCP makes it wait. Immutable.
 *
 * <p>Both are counted a read at a time, and so are exceeded by one read, of 256 KiB, at most.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withRates(Rates.DEFAULT.withMessagesPerSecond(50));
 * }</pre>
 *
 * @param messagesPerSecond how many messages of one peer
 * @param bytesPerSecond how many bytes of one peer, as they come over the network
 */
public record Rates(long messagesPerSecond, long bytesPerSecond) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** A million messages and a GiB: each is some third of what an event loop can do, so no peer has it for itself. */
    public static final Rates DEFAULT = new Rates(1_000_000, 1L << 30);

    /** @throws IllegalArgumentException if one is not positive */
    public Rates {
        if (messagesPerSecond < 1 || bytesPerSecond < 1) {
            throw new IllegalArgumentException("A rate is at least 1 a second.");
        }
    }

    public Rates withMessagesPerSecond(long messages) {
        return new Rates(messages, bytesPerSecond);
    }

    public Rates withBytesPerSecond(long bytes) {
        return new Rates(messagesPerSecond, bytes);
    }
}
