package dev.parley.probe;

import java.time.Duration;

/**
 * What one case found out. Immutable, but for a transcript that may still be written to while a late byte arrives.
 *
 * @param observed what the peer did, in a sentence
 * @param transcript the bytes of all connections of the case
 */
public record Result(Case test, Verdict verdict, String observed, Transcript transcript, Duration took) {}
