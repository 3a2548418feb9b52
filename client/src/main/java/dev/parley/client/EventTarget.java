package dev.parley.client;

/** Something that events happen to (DOM standard §2.7). Any thread. */
public interface EventTarget {
    /**
     * Has a listener called for events of a type, in the order in which listeners were added. Adding the same one again
     * changes nothing.
     *
     * @param type for instance {@code message}
     * @param listener takes the kind of event that the type has: {@code addEventListener("message", (MessageEvent e) ->
     *     …)}
     */
    <E extends Event> void addEventListener(String type, EventListener<E> listener);

    /** Has it called no longer. */
    <E extends Event> void removeEventListener(String type, EventListener<E> listener);
}
