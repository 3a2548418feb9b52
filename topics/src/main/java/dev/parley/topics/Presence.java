package dev.parley.topics;

import java.util.List;

/**
 * Who is at a topic. Immutable.
 *
 * @param count how many
 * @param members who; of very many, only some are named
 */
public record Presence(int count, List<Member> members) {
    public Presence {
        members = List.copyOf(members);
    }
}
