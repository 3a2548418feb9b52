package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.util.concurrent.Executor;

/** The way to one client. Confined to its event loop, but for {@link #loop}. */
interface Outlet {
    /** The event loop, the same object for all clients on it; it does what it is given in order. Any thread. */
    Executor loop();

    /**
     * Sends the UTF-8 of a message.
     *
     * @return false if nothing that can wait should follow, until {@link Session#drained}
     */
    boolean send(byte[] utf8);

    /** The same, with a message that goes to others of the same loop, too. */
    boolean send(PreparedMessage message);

    /** What is sent next brings the client to this place of the topic that it belongs to. */
    default void placed(String epoch, long offset) {}

    /** What is sent next says that something was not done, for this reason. */
    default void refused(Refusal why) {}

    /** Ends the connection. */
    void close(int code, String reason);
}
