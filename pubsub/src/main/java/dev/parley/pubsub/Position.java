package dev.parley.pubsub;

/**
 * A place in the log of a topic: everything up to the offset, of that epoch. Immutable.
 *
 * @param epoch names one life of the log: random, and another one whenever the log begins anew or may have lost something. 1 to
 *     64 letters and digits of ASCII, {@code -} and {@code _}
 * @param offset 0 before the first message, then 1, 2, 3 …
 */
public record Position(String epoch, long offset) {
    private static final int MAX_EPOCH_LENGTH = 64;

    /** @throws IllegalArgumentException if a log can have no such place */
    public Position {
        if (!isEpoch(epoch)) {
            throw new IllegalArgumentException("An epoch is 1 to 64 letters and digits of ASCII, - and _.");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("An offset is not negative: " + offset + ".");
        }
    }

    static boolean isEpoch(String epoch) {
        return !epoch.isEmpty()
                && epoch.length() <= MAX_EPOCH_LENGTH
                && epoch.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }
}
