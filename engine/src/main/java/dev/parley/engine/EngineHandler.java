package dev.parley.engine;

import java.nio.ByteBuffer;

/**
 * Everything a {@link WebSocketEngine} can tell its owner. Called by the thread that calls the engine, inside that call; it
 * may call back into the engine's {@code send}, {@code ping} and {@code close}.
 *
 * <p>The calls for one engine match {@code (onMessage | onPart | onPing | onPong)* (onClosing | onViolation)? onEnd}.
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

    /**
     * How many bytes of a message of this kind are put together; a larger one is handed on as {@link #onPart}. Asked when one begins
     * that does not come in one piece.
     */
    default int wholeUpTo(Opcode kind) {
        return Integer.MAX_VALUE;
    }

    /**
     * A part of a message came in that is larger than {@link #wholeUpTo}.
     *
     * @param last whether the message ends with it
     */
    default void onPart(Opcode kind, ByteBuffer part, boolean last) {}

    /** A ping came in; the engine has already answered it. */
    default void onPing(ByteBuffer payload) {}

    /** A pong came in, asked for or not. */
    default void onPong(ByteBuffer payload) {}

    /**
     * The peer began the closing handshake: nothing further is taken from it, and its Close frame is to be answered. RFC 6455
     * §5.5.1: "An endpoint MAY delay sending a Close frame until its current message is sent"
     *
     * @param answer answers it; to be called now, or later by the engine's caller. An owner that deals with messages elsewhere
     *     can so have what it says to earlier ones sent first. After a fifth of the time for a closing handshake it is done for it
     */
    default void onClosing(Close received, Runnable answer) {
        answer.run();
    }

    /**
     * The peer broke a rule: nothing further is taken from it, and the connection is to be failed, which sends the Close frame
     * that says why.
     *
     * @param fail fails it; to be called now or later, just as the answer of {@link #onClosing}
     */
    default void onViolation(Violation violation, Runnable fail) {
        fail.run();
    }

    /** It is over. Called exactly once, as the last of all calls. */
    void onEnd(Ending ending);
}
