package dev.parley.pubsub;

/**
 * Somebody who is subscribed to a topic, on one connection. Immutable.
 *
 * @param client names the connection
 * @param user who that is
 */
public record Member(String client, String user) {}
