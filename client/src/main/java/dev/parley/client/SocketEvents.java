package dev.parley.client;

import dev.parley.engine.Headers;

/** What a {@link Socket} tells its owner. Called by its task queue, one call at a time, in order, unless a method says otherwise. */
interface SocketEvents {
    /** What a waiting message costs beside its payload. */
    int COST_OF_A_MESSAGE = 64;

    void open();

    /** @param cost to be given to {@link Socket#taken} when the message waits no longer */
    void text(String text, int cost);

    /**
     * @param bytes the owner's from now on
     * @param cost to be given to {@link Socket#taken} when the message waits no longer
     */
    void binary(byte[] bytes, int cost);

    /** A binary message that was too large for memory; only where {@link #wholeUpTo} allows such. */
    default void blob(Blob blob) {
        throw new AssertionError(blob);
    }

    /** How many bytes of a binary message are kept in memory; a larger one goes into a temporary file. On the event loop. */
    default int wholeUpTo() {
        return Integer.MAX_VALUE;
    }

    void error(String message);

    void close(boolean wasClean, int code, String reason);

    /** The server answered the handshake with something else than 101; an error and a close follow. On any thread. */
    default void refused(int status, Headers headers) {}

    /** The network took something of what waited to be sent. On the event loop: to be quick, and to send nothing. */
    default void written() {}

    /** What a message counts while it waits; over a bound, the server is read no further. On the event loop. */
    default int costOf(int bytes) {
        return bytes + COST_OF_A_MESSAGE;
    }

    /** Whether messages are wanted after our Close frame, until the server's comes. */
    default boolean wantsMessagesWhileClosing() {
        return false;
    }
}
