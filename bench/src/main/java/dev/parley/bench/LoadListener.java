package dev.parley.bench;

/** Is told how a load goes, some times a second, on the event loop; must not block. */
public interface LoadListener {
    /** What goes on. */
    enum Stage {
        CONNECTING,
        WARMING_UP,
        RUNNING
    }

    /**
     * How far it is.
     *
     * @param done the part of this stage that is over, from 0 to 1
     * @param count connections while connecting, then what {@link LoadResult#count} counts
     * @param perSecond how many came since the last call, as a rate
     */
    void progress(Stage stage, double done, long count, double perSecond);
}
