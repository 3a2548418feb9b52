package dev.parley.net;

import dev.parley.engine.EngineHandler;

/** What a connection tells its owner, beyond the engine's events. All calls come from the connection's event loop. */
public interface ConnectionHandler extends EngineHandler {
    /** The handshake is done. Called once, before all else. */
    void onOpen(Connection connection);

    /**
     * Messages were written to the transport. It may be called from within {@link Connection#send}, and must not send anything.
     *
     * @param messages how many; each part of one that is sent in parts counts
     * @param payloadBytes the sum of their payloads
     * @param bytes what that was as it waited: less, where it was compressed
     */
    void onWritten(int messages, long payloadBytes, long bytes);

    /** A message is about to be written, and was compressed: it waits with so many bytes less. */
    void onCompressed(long bytesLess);

    /**
     * A message that {@link Connection#send} had taken from another thread was not sent after all: by the time its turn came,
     * the connection was closing.
     */
    void onDropped(long payloadBytes);

    /**
     * The peer has said nothing for so long, and has not answered a ping: the connection is ended now. Only where {@link
     * Connection#keepAlive} was called.
     */
    default void onSilence(long millis) {}

    /** The transport is closed, whatever was still to be written. Called once, as the last of all calls. */
    default void onGone() {}

    /** So much waits to be written that sending should pause. */
    void onFull();

    /** After {@link #onFull}: enough has been written to go on. */
    void onDrain();
}
