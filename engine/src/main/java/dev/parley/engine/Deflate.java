package dev.parley.engine;

/**
 * How one endpoint compresses and decompresses, as agreed with the other (RFC 7692 §7.2). Immutable.
 *
 * @param sendsWithContext whether it compresses a message with the help of earlier ones
 * @param receivesWithContext whether the peer may do so
 * @param peerWindowBits how far back the peer may refer, as a power of two of bytes, 8 to 15
 * @param windowBits how far back it refers when it compresses, as a power of two of bytes, 8 to 15
 * @param thresholdBytes messages shorter than this are sent as they are
 * @param level effort, 0 to 9
 */
record Deflate(
        boolean sendsWithContext,
        boolean receivesWithContext,
        int peerWindowBits,
        int windowBits,
        int thresholdBytes,
        int level) {}
