package dev.parley.client;

/**
 * Something that events happen to (DOM standard §2.7): listeners are added to it, and called in the order in which they were added. A
 * program may have its own, and dispatch events of its own.
 *
 * <pre>{@code
 * EventTarget target = new EventTarget();
 * target.addEventListener("saved", event -> System.out.println("saved"));
 * target.dispatchEvent(new Event("saved"));
 * }</pre>
 *
 * <p>Any thread may call any method.
 */
public class EventTarget {
    final Listeners listeners;

    /** A target without listeners. */
    public EventTarget() {
        listeners = new Listeners(0, () -> {});
    }

    /**
     * One to which things happen by themselves: they wait for the first listener of their type.
     *
     * @param tasks where listeners are called
     */
    EventTarget(int maxWaitingMessages, TaskQueue tasks) {
        listeners = new Listeners(maxWaitingMessages, () -> tasks.add(this::dispatchWaiting));
    }

    /**
     * Has a listener called for events of a type, after those that were added before. Adding the same one again changes nothing.
     *
     * @param type for instance {@code message}
     * @param listener takes the kind of event that the type has: {@code addEventListener("message", (MessageEvent e) ->
     *     …)}
     */
    public final <E extends Event> void addEventListener(String type, EventListener<E> listener) {
        addEventListener(type, listener, AddEventListenerOptions.DEFAULT);
    }

    /** Has a listener called as the options say. */
    public final <E extends Event> void addEventListener(
            String type, EventListener<E> listener, AddEventListenerOptions options) {
        listeners.add(type, listener, options);
    }

    /** Has it called no longer. */
    public final <E extends Event> void removeEventListener(String type, EventListener<E> listener) {
        removeEventListener(type, listener, false);
    }

    /** Has the one that was added for capturing, or the other one, called no longer. */
    public final <E extends Event> void removeEventListener(String type, EventListener<E> listener, boolean capture) {
        listeners.remove(type, listener, capture);
    }

    /**
     * Calls the listeners for an event, in this call and on this thread; what one throws is logged. It waits for nobody: without
     * listeners nothing happens. From another thread than the one on which listeners run, it may happen at the same time as something
     * else.
     *
     * @return false if it was cancelable and a listener has called {@link Event#preventDefault()}
     * @throws DOMException an {@code InvalidStateError} if it is being dispatched already
     */
    public final boolean dispatchEvent(Event event) {
        event.beginUntrusted(this);
        listeners.call(event);
        return !event.defaultPrevented();
    }

    private void dispatchWaiting() {
        listeners.dispatchWaiting();
    }
}
