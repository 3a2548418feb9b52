package dev.parley.client;

/** What a {@link Socket} tells its owner. Called by its task queue: one call at a time, in order. */
interface SocketEvents {
    void open();

    void text(String text);

    /** @param bytes the owner's from now on */
    void binary(byte[] bytes);

    void error(String message);

    void close(boolean wasClean, int code, String reason);
}
