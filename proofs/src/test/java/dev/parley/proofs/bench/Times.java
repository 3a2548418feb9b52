package dev.parley.proofs.bench;

/**
 * How long things are measured, in seconds. Immutable.
 *
 * @param warmUp of a server, once in a row, and again if it had no processor
 * @param loadWarmUp of a load before the clock runs: its own code is new each time
 * @param seconds for which the clock runs
 */
record Times(double warmUp, double loadWarmUp, double seconds) {
    /** The code of a server is compiled after some ten thousand messages, on a processor that it shares with the compiler. */
    static final Times FULL = new Times(6, 1.5, 3);

    static final Times QUICK = new Times(3, 1, 1.5);
}
