package dev.parley.probe;

/**
 * What was agreed on for permessage-deflate (RFC 7692 §7.1), seen from the endpoint that is being probed. Immutable.
 *
 * @param bits base-2 logarithm of the window that it compresses with
 * @param peerBits the same of the peer
 * @param keepsContext whether it may refer back to its earlier messages
 * @param peerKeepsContext whether the peer may
 */
record CompressionTerms(int bits, int peerBits, boolean keepsContext, boolean peerKeepsContext) {}
