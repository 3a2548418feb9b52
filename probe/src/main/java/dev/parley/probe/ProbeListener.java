package dev.parley.probe;

/** Follows a run while it goes on. Calls for one run never overlap; they come from the probe's threads and must not block. */
public interface ProbeListener {
    /** Follows nothing. */
    ProbeListener NONE = new ProbeListener() {};

    /** @param total how many cases will run */
    default void started(int total) {}

    /** Called at most once for each case. */
    default void finished(Result result) {}

    /** A client asked for a case again by its number; this result takes the place of the one before. */
    default void repeated(Result result) {}
}
