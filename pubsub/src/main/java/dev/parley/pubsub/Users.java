package dev.parley.pubsub;

import dev.parley.server.Request;
import java.util.Optional;
import java.util.function.Function;

/** Who it is that asks, as the application finds out. Called on event loops. */
record Users(Function<Request, String> found) {
    private static final System.Logger LOG = System.getLogger("dev.parley.pubsub");

    /** Empty if it is nobody, or somebody who cannot be called so. */
    Optional<String> of(Request request) {
        try {
            return Optional.of(found.apply(request)).filter(Draft::isFrom);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "nobody", e);
            return Optional.empty();
        }
    }
}
