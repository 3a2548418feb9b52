package dev.parley.pubsub;

/**
 * A message of a topic as it goes out, the same to everybody. Immutable.
 *
 * @param utf8 not to be changed
 */
record Message(long offset, byte[] utf8) {}
