package dev.parley.pubsub;

/** Time, as an input: a clock, and a way to be called later. Any thread. */
interface Timing {
    /** Milliseconds since 1970; may jump. */
    long millis();

    /** Calls a task after so many milliseconds, or never if all ends before. The task must not block. */
    void after(long millis, Runnable task);
}
