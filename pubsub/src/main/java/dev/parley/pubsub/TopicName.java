package dev.parley.pubsub;

/**
 * What a topic is called: 1 to 128 of the letters and digits of ASCII and {@code - _ . : / @ ~}. So it can stand in a log, in a
 * URL and in a key of a database as it is. Immutable.
 */
public record TopicName(String text) implements Comparable<TopicName> {
    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 128;

    /** @throws IllegalArgumentException if this is no name of a topic */
    public TopicName {
        if (!isName(text)) {
            throw new IllegalArgumentException("A topic is called by 1 to " + MAX_LENGTH
                    + " letters and digits of ASCII, and any of - _ . : / @ ~ between them.");
        }
    }

    /** Whether a topic can be called so. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && "-_.:/@~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(TopicName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
