package dev.parley.topics;

import java.util.List;

/**
 * Who came to a topic and who left, since that was last told. At most once; ask for {@link TopicsClient#presence} to know. Immutable.
 *
 * @param count how many are there now
 * @param incomplete whether more came or left than are named
 */
public record PresenceNews(int count, List<Member> came, List<Member> left, boolean incomplete) {
    public PresenceNews {
        came = List.copyOf(came);
        left = List.copyOf(left);
    }
}
