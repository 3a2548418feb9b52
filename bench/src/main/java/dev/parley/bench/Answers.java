package dev.parley.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes in which a server sends each message back. They are understood once; from then on an answer that comes in the same
 * bytes is right without being understood anew, which keeps the load faster than what it measures. Shared by the connections
 * of one event loop, and confined to it.
 */
final class Answers {
    private final byte[] @Nullable [] known;
    private int missing;
    private @Nullable Ring ring;

    Answers(int messages) {
        known = new byte[messages][];
        missing = messages;
    }

    /** All answers, as soon as each has come once. */
    @Nullable
    Ring ring() {
        return ring;
    }

    /** These bytes are the right answer to a message. */
    void learn(int message, byte[] bytes) {
        if (known[message] != null) {
            return;
        }
        known[message] = bytes;
        if (--missing == 0) {
            ring = new Ring(List.copyOf(Arrays.asList(known)));
        }
    }
}
