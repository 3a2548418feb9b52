package dev.parley.pubsub;

import java.util.Locale;

/** Why a subscription does not go on from where the client had got to. Immutable. */
enum Lost {
    /** The log began anew, or lost something, since. */
    EPOCH_CHANGED,
    /** The log does not keep messages for so long, or so many. */
    TRIMMED,
    /** More was said since than is sent again. */
    TOO_FAR,
    /** The log has not got as far as the client says that it has. */
    AHEAD,
    /** The user may not read what was said before. */
    FORBIDDEN;

    /** As it stands in messages: for instance {@code epoch_changed}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
