package dev.parley.topics;

import java.util.Optional;

/**
 * How a subscription begins. Immutable.
 *
 * @param from the place after which to begin, as an earlier process had noted it; empty for the end
 * @param history with how many of the last messages to begin, where it cannot begin there
 * @param presence whether to be told who comes and leaves
 */
public record SubscribeOptions(Optional<Place> from, int history, boolean presence) {
    /** At the end, without presence. */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(Optional.empty(), 0, false);

    /** @throws IllegalArgumentException if the number is negative */
    public SubscribeOptions {
        if (history < 0) {
            throw new IllegalArgumentException("history is not negative: " + history + ".");
        }
    }

    public SubscribeOptions withFrom(Place from) {
        return new SubscribeOptions(Optional.of(from), history, presence);
    }

    public SubscribeOptions withHistory(int history) {
        return new SubscribeOptions(from, history, presence);
    }

    public SubscribeOptions withPresence(boolean presence) {
        return new SubscribeOptions(from, history, presence);
    }
}
