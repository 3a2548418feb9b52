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

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is no place
     */
    public static Position parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("\\d{1,18}")) {
            throw new IllegalArgumentException("A place is EPOCH:OFFSET.");
        }
        return new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    /** Epoch and offset, with a colon between them. */
    @Override
    public String toString() {
        return epoch + ":" + offset;
    }

    static boolean isEpoch(String epoch) {
        return !epoch.isEmpty()
                && epoch.length() <= MAX_EPOCH_LENGTH
                && epoch.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }
}
