package dev.parley.engine;

import java.nio.ByteBuffer;

/**
 * Everything a {@link WebSocketEngine} can tell its owner. Called by the thread that calls the engine, inside that call; it
 * may call back into the engine's {@code send}, {@code ping} and {@code close}.
 *
 * <p>The calls for one engine match {@code (onMessage | onPing | onPong)* onClosing? onEnd}.
 *
 * <p>A payload is lent: it is valid until the method returns, and is often a view of the bytes that were received.
 */
public interface EngineHandler {
    /**
     * A whole message came in. Text has been checked to be UTF-8.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}
     */
    void onMessage(Opcode kind, ByteBuffer payload);

    /** A ping came in; the engine has already answered it. */
    default void onPing(ByteBuffer payload) {}

    /** A pong came in, asked for or not. */
    default void onPong(ByteBuffer payload) {}

    /** The peer began the closing handshake; the engine has already answered it. */
    default void onClosing(Close received) {}

    /** It is over. Called exactly once, as the last of all calls. */
    void onEnd(Ending ending);
}
