package dev.parley.engine;

import java.util.function.Consumer;

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
 * @param messageTimeoutNanos how long a message may take from its first byte to its last, and a second more for each
 *     {@link #SLOWEST_BYTES_PER_SECOND} of it that have come, inflated if it is compressed; one that takes longer is answered with 1008
 * @param controlFramesPerSecond how many control frames are accepted for each second, in the long run; more are answered with
 *     1008. A pong that answers a ping of ours is not counted
 * @param controlFrameBurst how many of them may come at once, after a time without any
 * @param closeTimeoutNanos how long to wait for the peer's part of the closing handshake
 */
public record Limits(
        int maxMessageBytes,
        int freeFragments,
        int minMeanFragmentBytes,
        int maxEmptyFragmentsInARow,
        long messageTimeoutNanos,
        int controlFramesPerSecond,
        int controlFrameBurst,
        long closeTimeoutNanos) {

    /** The largest message that can be allowed: one Java array. */
    public static final int MAX_MESSAGE_BYTES = Integer.MAX_VALUE - 8;

    /** A message that keeps coming at this rate is never too slow: a large one over a poor link is honest. */
    public static final int SLOWEST_BYTES_PER_SECOND = 16 * 1024;

    /** As a number of control frames: as many as come. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * Messages to 64 KiB, which bounds what one connection can hold to about its socket buffers, in 30 s; fragments of at least 16
     * bytes on average after the first 1,000; 16 empty fragments in a row; 50 control frames a second, 1,024 at once; 5 s for the closing
     * handshake.
     */
    public static final Limits DEFAULT =
            new Limits(64 * 1024, 1_000, 16, 16, 30_000_000_000L, 50, 1_024, 5_000_000_000L);

    /** @throws IllegalArgumentException if a limit is negative, or zero where that would refuse everything */
    public Limits {
        if (maxMessageBytes < 0 || maxMessageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("maxMessageBytes must be 0 to " + MAX_MESSAGE_BYTES);
        }
        if (freeFragments < 1 || minMeanFragmentBytes < 0 || maxEmptyFragmentsInARow < 0) {
            throw new IllegalArgumentException("Limits on fragments must not be negative, freeFragments at least 1.");
        }
        if (messageTimeoutNanos <= 0 || closeTimeoutNanos <= 0) {
            throw new IllegalArgumentException("messageTimeoutNanos and closeTimeoutNanos must be positive.");
        }
        if (controlFramesPerSecond < 1 || controlFrameBurst < 1) {
            throw new IllegalArgumentException("At least one control frame must be allowed: a Close frame is one.");
        }
    }

    public Limits withMaxMessageBytes(int bytes) {
        return with(draft -> draft.maxMessageBytes = bytes);
    }

    public Limits withFreeFragments(int count) {
        return with(draft -> draft.freeFragments = count);
    }

    public Limits withMinMeanFragmentBytes(int bytes) {
        return with(draft -> draft.minMeanFragmentBytes = bytes);
    }

    public Limits withMaxEmptyFragmentsInARow(int count) {
        return with(draft -> draft.maxEmptyFragmentsInARow = count);
    }

    /** @param nanos {@link Long#MAX_VALUE} for no such limit */
    public Limits withMessageTimeoutNanos(long nanos) {
        return with(draft -> draft.messageTimeoutNanos = nanos);
    }

    /** @param perSecond {@link #UNLIMITED} for no such limit */
    public Limits withControlFrames(int perSecond, int burst) {
        return with(draft -> {
            draft.controlFramesPerSecond = perSecond;
            draft.controlFrameBurst = burst;
        });
    }

    public Limits withCloseTimeoutNanos(long nanos) {
        return with(draft -> draft.closeTimeoutNanos = nanos);
    }

    private Limits with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    /** The same fields, to be changed one at a time. */
    private static final class Draft {
        int maxMessageBytes;
        int freeFragments;
        int minMeanFragmentBytes;
        int maxEmptyFragmentsInARow;
        long messageTimeoutNanos;
        int controlFramesPerSecond;
        int controlFrameBurst;
        long closeTimeoutNanos;

        Draft(Limits from) {
            maxMessageBytes = from.maxMessageBytes;
            freeFragments = from.freeFragments;
            minMeanFragmentBytes = from.minMeanFragmentBytes;
            maxEmptyFragmentsInARow = from.maxEmptyFragmentsInARow;
            messageTimeoutNanos = from.messageTimeoutNanos;
            controlFramesPerSecond = from.controlFramesPerSecond;
            controlFrameBurst = from.controlFrameBurst;
            closeTimeoutNanos = from.closeTimeoutNanos;
        }

        Limits limits() {
            return new Limits(
                    maxMessageBytes,
                    freeFragments,
                    minMeanFragmentBytes,
                    maxEmptyFragmentsInARow,
                    messageTimeoutNanos,
                    controlFramesPerSecond,
                    controlFrameBurst,
                    closeTimeoutNanos);
        }
    }
}
