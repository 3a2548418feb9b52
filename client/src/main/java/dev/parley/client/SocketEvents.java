package dev.parley.client;

/** What a {@link Socket} tells its owner. Called by its task queue: one call at a time, in order. */
interface SocketEvents {
    void open();

    void text(String text);

    /** @param bytes the owner's from now on */
    void binary(byte[] bytes);

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
}
