package dev.parley.pubsub;

/**
 * A message that is to be published. Immutable.
 *
 * @param from who publishes it; 1 to 128 characters
 * @param id the publisher's own name for it, 1 to 64 visible characters of ASCII: the same one again means the same message again,
 *     which is then not published twice
 * @param payload what it says
 */
public record Draft(String from, String id, Payload payload) {
    /** The longest id, in characters. */
    public static final int MAX_ID_LENGTH = 64;

    /** The longest name of a publisher, in UTF-16 units. */
    public static final int MAX_FROM_LENGTH = 128;

    /** @throws IllegalArgumentException if the id or the name of the publisher cannot be one */
    public Draft {
        if (!isId(id)) {
            throw new IllegalArgumentException("An id is 1 to " + MAX_ID_LENGTH + " visible characters of ASCII.");
        }
        if (!isFrom(from)) {
            throw new IllegalArgumentException(
                    "A publisher's name is 1 to " + MAX_FROM_LENGTH + " characters, none of them a control character.");
        }
    }

    static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 127);
    }

    static boolean isFrom(String from) {
        return !from.isEmpty()
                && from.length() <= MAX_FROM_LENGTH
                && from.codePoints().noneMatch(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF);
    }
}
