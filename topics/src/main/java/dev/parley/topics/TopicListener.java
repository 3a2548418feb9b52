package dev.parley.topics;

/**
 * What an application does with one topic. The calls for one client never overlap, and come in the order in which things happen; they may
 * block, though not to wait for that client: then the server is read no further, and may let go of a client that is much too slow, which
 * comes back and goes on where it was. What a method throws is logged.
 */
@FunctionalInterface
public interface TopicListener {
    /** Somebody said this. It is the one after the last, of {@link Subscription#place}, which moves here when this returns. */
    void onMessage(Message message);

    /** The subscription has begun, or gone on after a connection was lost; it is at its {@link Subscription#place}. */
    default void onSubscribed(Subscription subscription) {}

    /**
     * Something was lost: what follows is not what follows the last message, but this place.
     *
     * @param reason {@code epoch_changed}, {@code trimmed}, {@code too_far}, {@code ahead} or {@code forbidden}
     */
    default void onLost(Place place, String reason) {}

    /** Who came and left, if that was asked for. */
    default void onPresence(PresenceNews news) {}

    /** It is no subscription any more: the server does not let it be one. */
    default void onRefused(TopicsException why) {}
}
