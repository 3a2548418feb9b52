package dev.parley.net;

import dev.parley.engine.Close;
import dev.parley.engine.Opcode;
import dev.parley.engine.PreparedMessage;
import dev.parley.engine.ReadyState;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A WebSocket connection after its handshake. Any thread, unless a method says otherwise. */
public interface Connection {
    /** Whether the caller is on the event loop that owns this connection. */
    boolean isOnLoop();

    /** The event loop that owns this connection, the same object for all that it owns. */
    Executor loop();

    /** Runs a task on the event loop that owns this connection; not now, but soon. */
    void execute(Runnable task);

    /**
     * Sends a message. What is sent from one thread arrives in that order.
     *
     * @param payload on the loop: lent until this returns; elsewhere: given, and must not change any more
     * @return false if the connection is no longer open
     */
    boolean send(Opcode kind, ByteBuffer payload);

    /**
     * Sends a part of a message, as {@link dev.parley.engine.WebSocketEngine#sendPart} does. On the loop only. Messages that are sent
     * before the last part follow it.
     *
     * @param part lent until this returns
     * @return false if the connection is no longer open
     */
    boolean sendPart(Opcode kind, ByteBuffer part, boolean last);

    /**
     * Sends a message that other connections of the same event loop send, too. Only on that loop.
     *
     * @return false if the connection is no longer open
     */
    boolean send(PreparedMessage message);

    /** Sends a ping, with at most 125 bytes, lent or given as with {@link #send}. */
    boolean ping(ByteBuffer payload);

    /**
     * Has a peer that says nothing asked whether it is still there, with a ping, and the connection ended if it is not. To be
     * called once, from {@link ConnectionHandler#onOpen}.
     *
     * @param intervalMillis after so long without a byte from the peer it is asked
     * @param patienceMillis and so long it has then to say something, whatever it is
     */
    void keepAlive(long intervalMillis, long patienceMillis);

    /** Begins the closing handshake, unless it has begun. */
    void close(Close close);

    /** Ends the connection without a closing handshake. */
    void abort();

    /** Whether to take bytes from the peer; TCP makes the peer wait when not. */
    void reading(boolean wanted);

    ReadyState state();

    /** To be told of each pong, on the loop: it may answer a ping of this connection's own. */
    void pong(ByteBuffer payload);

    /** How long the peer took to answer the last ping of the connection's own, in nanoseconds; negative if it has not yet. */
    long roundTripNanos();
}
