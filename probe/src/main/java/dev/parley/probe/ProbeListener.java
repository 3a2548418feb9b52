package dev.parley.probe;

/** Follows a run while it goes on. Calls for one run never overlap; they come from the probe's threads and must not block. */
public interface ProbeListener {
    /** Follows nothing. */
    ProbeListener NONE = new ProbeListener() {};

    /** @param total how many cases will run */
    default void started(int total) {}

    default void finished(Result result) {}
}
