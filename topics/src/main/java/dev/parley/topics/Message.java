package dev.parley.topics;

/**
 * A message of a topic. Immutable.
 *
 * @param place where it stands: whoever knows it knows everything up to there
 * @param from who published it, as the server knows them
 * @param id the publisher's own name for it
 * @param time when it was appended, by the clock of the log: milliseconds since 1970
 */
public record Message(String topic, Place place, String from, String id, long time, Payload payload) {}
