package dev.parley.topics;

/**
 * A place in a topic: everything up to the offset, of that epoch. No secret, and good at every node. Immutable.
 *
 * @param epoch names one life of the topic's log
 * @param offset 0 before the first message, then 1, 2, 3 …
 */
public record Place(String epoch, long offset) {}
