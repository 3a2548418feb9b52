package dev.parley.topics;

/** The way to the server, of an {@link Exchange}. Any thread; no method blocks or calls back. */
interface Line {
    /** Sends a text, or drops it where there is no connection, of which the exchange will then be told. */
    void send(String text);

    /** Something is wrong with this connection: ends it, tells that it is over, and makes another one. */
    void drop();

    /** Calls a task later, on any thread. */
    void after(long millis, Runnable task);
}
