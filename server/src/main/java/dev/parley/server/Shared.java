package dev.parley.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one server share. Immutable, but for the peers and streams.
 *
 * @param peers those whose connection, or whose handler's last call, is not over
 * @param streams event streams that are open
 * @param observers null if there are none
 */
record Shared(
        ServerOptions options,
        Set<Peer> peers,
        Set<EventStream> streams,
        Watchdog watchdog,
        @Nullable Observers observers) {
    Shared(ServerOptions options) {
        this(
                options,
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet(),
                new Watchdog(options.slowHandler()),
                Observers.of(options.observers()));
    }
}
