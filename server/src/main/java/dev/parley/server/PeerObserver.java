package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.time.Duration;
import java.util.List;

/**
 * Learns of what happens on the connection of one peer, which {@link ServerObserver#onOpened} named. One call at a time, on the
 * peer's event loop, wherever its handler runs; it must not block. The exception is {@link #onSlowHandler}.
 */
public interface PeerObserver {
    /** Learns of nothing, and costs nothing. */
    PeerObserver NONE = new PeerObserver() {};

    /**
     * A message came in.
     *
     * @param bytes its payload, inflated
     */
    default void onReceived(Opcode kind, int bytes) {}

    /**
     * The network has taken messages.
     *
     * @param messages how many
     * @param bytes their payload, before it was compressed
     */
    default void onSent(int messages, long bytes) {}

    /**
     * The handler of this peer holds the event loop, and everybody else on it waits. Called once for a call of the handler, while
     * that still goes on, by a thread of its own.
     *
     * @param held for how long at least
     * @param where what the event loop does, innermost call first
     */
    default void onSlowHandler(Duration held, List<StackTraceElement> where) {}

    /** The connection is over. The last of all calls, but for a late {@link #onSlowHandler}. */
    default void onClosed(Ending ending) {}
}
