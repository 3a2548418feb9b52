package dev.parley.server;

/**
 * What an application does with those who listen to an event stream. One handler serves all of its route.
 *
 * <p>The calls for one stream never overlap and match {@code onOpen onDrain* onClose}. They come from the event loop that owns the
 * stream and must not block: others wait meanwhile. What a method throws is logged and ends that stream.
 *
 * <pre>{@code
 * Set<EventStream> listeners = ConcurrentHashMap.newKeySet();
 * Routes routes = Routes.NONE.eventStream("/news", new EventStreamHandler() {
 *     public void onOpen(EventStream stream) {
 *         listeners.add(stream);
 *     }
 *
 *     public void onClose(EventStream stream) {
 *         listeners.remove(stream);
 *     }
 * });
 * listeners.forEach(stream -> stream.send("it rains"));
 * }</pre>
 */
@FunctionalInterface
public interface EventStreamHandler {
    /**
     * Somebody listens; events may be sent. Who was here before says by {@link EventStream#lastEventId} how far it got.
     */
    void onOpen(EventStream stream);

    /** After a {@link Sent#BUFFERED}: enough has been written to send more. */
    default void onDrain(EventStream stream) {}

    /** It is over; nothing can be sent any more. Called exactly once for each stream that was opened. */
    default void onClose(EventStream stream) {}
}
