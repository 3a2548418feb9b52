package dev.parley.proofs.bench;

import dev.parley.proofs.peers.Setup;
import java.util.List;
import java.util.Locale;

/**
 * One line of the comparison: what is done to each server. Immutable.
 *
 * @param name for command lines
 * @param title for people
 * @param kind what is measured
 * @param setup what the servers are to do
 * @param load options of {@code parley bench}
 * @param netty the goal against Netty's codec
 * @param bun the goal against Bun
 */
record Row(String name, String title, Kind kind, Setup setup, List<String> load, Goal netty, Goal bun) {

    /** What a figure is of. */
    enum Kind {
        /** CPU time of the server for each message, or each delivery. */
        COST("µs CPU a message", 2),
        /**
         * Connections that are opened for a second of the server's CPU time. How many there were in a second of the clock is no figure of
         * the server: the kernel lets the load pay for most of what a connection costs.
         */
        CONNECTIONS("connections for a second of CPU", 0),
        /** Resident memory for each connection that is held. */
        MEMORY("bytes a connection", 0),
        /** The 99th percentile of latency at a rate that all can keep. */
        LATENCY("µs p99", 0),
        /** The cost of a message at 10,000 connections, of that at 100. */
        LINEARITY("× the cost at 100", 2);

        private final String unit;
        private final int decimals;

        Kind(String unit, int decimals) {
            this.unit = unit;
            this.decimals = decimals;
        }

        String unit() {
            return unit;
        }

        String format(double value) {
            return String.format(Locale.ROOT, "%,." + decimals + "f", value);
        }
    }

    /** Whether servers are begun anew for each round, since what was before would be measured, too. */
    boolean isFreshEachRound() {
        return kind == Kind.MEMORY;
    }
}
