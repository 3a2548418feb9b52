package dev.parley.pubsub;

/**
 * Where a topic stands, at one node. Immutable.
 *
 * @param last up to where everything has been given to the subscriptions
 * @param losses how often something was lost; 0 for never
 * @param why the last time
 * @param oldest what was left then
 */
record TopicState(String epoch, long last, long losses, Lost why, long oldest) {
    Position position(long offset) {
        return new Position(epoch, offset);
    }

    TopicState at(long offset) {
        return new TopicState(epoch, offset, losses, why, oldest);
    }
}
