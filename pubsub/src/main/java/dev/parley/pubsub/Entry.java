package dev.parley.pubsub;

/**
 * A message in the log of a topic. Immutable.
 *
 * @param offset its place: 1 for the first of its epoch, then one more each
 * @param from who published it
 * @param id the publisher's own name for it
 * @param time when it was appended, by the clock of the log: milliseconds since 1970
 * @param payload what it says
 */
public record Entry(long offset, String from, String id, long time, Payload payload) {
    /** About what it takes in memory, in bytes. */
    int cost() {
        return 160 + from.length() + id.length() + payload.bytes().length;
    }
}
