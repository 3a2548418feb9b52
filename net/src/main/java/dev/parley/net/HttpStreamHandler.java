package dev.parley.net;

/** What a body that is written bit by bit tells its owner. All calls come from the connection's event loop. */
public interface HttpStreamHandler {
    /** The head is written. Called once, before all else. */
    void onOpen(HttpStream stream);

    /**
     * What was given to {@link HttpStream#write} in one call was written, in the order of the calls.
     *
     * @param bytes how many that was
     */
    void onWritten(long bytes);

    /** It is over, by whichever end. Called once. */
    void onEnd();
}
