package dev.parley.pubsub;

import java.util.concurrent.Executor;

/** A client of topics within the node's process, as {@link Topics#connect} takes it: it says and hears what others do over a network. */
public interface LocalClient {
    /** Does what it is given in order, one at a time; all that concerns this client is done by it, and must not block. */
    Executor loop();

    /**
     * Hears a message of {@code parley.v1}.
     *
     * @return false if it is to be told nothing that can wait, until it calls {@link LocalSession#drained}
     */
    boolean hear(String message);

    /** It is told nothing more: it did not take what it was told. */
    void end();
}
