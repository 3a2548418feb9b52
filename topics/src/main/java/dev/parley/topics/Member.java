package dev.parley.topics;

/**
 * Somebody who is subscribed to a topic. Immutable.
 *
 * @param client one connection of theirs
 * @param user who it is, as the server knows them
 */
public record Member(String client, String user) {}
