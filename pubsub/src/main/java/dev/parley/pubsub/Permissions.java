package dev.parley.pubsub;

/**
 * Who may do what, asked at each command. Called on an event loop: must not block, so what takes long to find out is to be known
 * from when the user connected. What it throws counts as no.
 */
public interface Permissions {
    /** Everybody may do everything. */
    Permissions ALL = new Permissions() {};

    default boolean maySubscribe(String user, TopicName topic) {
        return true;
    }

    default boolean mayPublish(String user, TopicName topic) {
        return true;
    }

    /** Whether the user may see who is there. Being there is seen by others in any case. */
    default boolean maySeePresence(String user, TopicName topic) {
        return true;
    }

    /** Whether the user may read what was said before it came; who may not can still resume nothing. */
    default boolean mayReadHistory(String user, TopicName topic) {
        return true;
    }
}
