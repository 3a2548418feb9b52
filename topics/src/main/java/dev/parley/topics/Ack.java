package dev.parley.topics;

/**
 * A message stands in the log. Immutable.
 *
 * @param durability what it survives: {@code memory} (nothing), {@code process} (the end of any process) or {@code power}
 * @param again whether it stood there before: it had been said, and not been acknowledged in time
 */
public record Ack(String topic, String id, Place place, String durability, boolean again) {}
