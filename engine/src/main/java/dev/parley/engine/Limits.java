package dev.parley.engine;

/**
 * What an endpoint puts up with from its peer. Immutable.
 *
 * <p>Sizes are judged from a frame's header, before a byte is reserved. RFC 6455 §10.4: implementations "MUST protect
 * themselves against exceeding those limits."
 *
 * @param maxMessageBytes largest message, over all its fragments; more is answered with 1009
 * @param freeFragments how many fragments of one message are accepted whatever their size
 * @param minMeanFragmentBytes what the fragments of one message must measure on average once there are more than {@code
 *     freeFragments}; less is answered with 1008. It tells a large message in many frames from a flood: a fragment costs
 *     its receiver a fixed price, however small
 * @param maxEmptyFragmentsInARow how many empty fragments may follow one another; more is answered with 1008
 * @param closeTimeoutNanos how long to wait for the peer's part of the closing handshake
 */
public record Limits(
        int maxMessageBytes,
        int freeFragments,
        int minMeanFragmentBytes,
        int maxEmptyFragmentsInARow,
        long closeTimeoutNanos) {

    /** The largest message that can be allowed: one Java array. */
    public static final int MAX_MESSAGE_BYTES = Integer.MAX_VALUE - 8;

    /**
     * Messages to 64 KiB, which bounds what one connection can hold to about its socket buffers; fragments of at least 16
     * bytes on average after the first 1,000; 16 empty fragments in a row; 5 s for the closing handshake.
     */
    public static final Limits DEFAULT = new Limits(64 * 1024, 1_000, 16, 16, 5_000_000_000L);

    /** @throws IllegalArgumentException if a limit is negative, or zero where that would refuse everything */
    public Limits {
        if (maxMessageBytes < 0 || maxMessageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("maxMessageBytes must be 0 to " + MAX_MESSAGE_BYTES);
        }
        if (freeFragments < 1 || minMeanFragmentBytes < 0 || maxEmptyFragmentsInARow < 0) {
            throw new IllegalArgumentException("Limits on fragments must not be negative, freeFragments at least 1.");
        }
        if (closeTimeoutNanos <= 0) {
            throw new IllegalArgumentException("closeTimeoutNanos must be positive.");
        }
    }

    public Limits withMaxMessageBytes(int bytes) {
        return new Limits(bytes, freeFragments, minMeanFragmentBytes, maxEmptyFragmentsInARow, closeTimeoutNanos);
    }

    public Limits withFreeFragments(int count) {
        return new Limits(maxMessageBytes, count, minMeanFragmentBytes, maxEmptyFragmentsInARow, closeTimeoutNanos);
    }

    public Limits withMinMeanFragmentBytes(int bytes) {
        return new Limits(maxMessageBytes, freeFragments, bytes, maxEmptyFragmentsInARow, closeTimeoutNanos);
    }

    public Limits withMaxEmptyFragmentsInARow(int count) {
        return new Limits(maxMessageBytes, freeFragments, minMeanFragmentBytes, count, closeTimeoutNanos);
    }

    public Limits withCloseTimeoutNanos(long nanos) {
        return new Limits(maxMessageBytes, freeFragments, minMeanFragmentBytes, maxEmptyFragmentsInARow, nanos);
    }
}
