package dev.parley.client;

/**
 * Is called when an event happens (DOM standard §2.7).
 *
 * @param <E> the kind of event
 */
@FunctionalInterface
public interface EventListener<E extends Event> {
    /** What this throws is logged; other listeners are called all the same. */
    void handleEvent(E event);
}
