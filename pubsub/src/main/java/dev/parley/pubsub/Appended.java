package dev.parley.pubsub;

/**
 * The acknowledgement of a {@link Log}: the message stands there. Immutable.
 *
 * @param position where it stands
 * @param time when it was appended, by the clock of the log: milliseconds since 1970; 0 if it stood there before
 * @param again whether it stood there before: the same publisher had published the same id
 */
public record Appended(Position position, long time, boolean again) {}
