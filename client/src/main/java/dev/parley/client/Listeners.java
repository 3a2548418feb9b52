package dev.parley.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one target, and the events that wait for the first of them.
 *
 * <p>In a browser no event can happen before the script that made the socket has added its listeners; on the JVM it can. So
 * an event waits for the first listener of its type. Once a type has had a listener, its events wait no more: without
 * listeners they are dropped, as in a browser.
 *
 * <p>Adding and removing: any thread. {@link #dispatch} and {@link #dispatchWaiting}: one caller at a time.
 */
final class Listeners {
    private static final System.Logger LOG = System.getLogger("dev.parley.client");

    /** Nobody may ever listen: over this, no further message waits, however few there are. */
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    /** The place of a listener; the one of an {@code on…} attribute keeps its place when the handler is exchanged. */
    private static final class Registration {
        private final boolean attribute;
        private EventListener<?> listener;

        Registration(boolean attribute, EventListener<?> listener) {
            this.attribute = attribute;
            this.listener = listener;
        }
    }

    private static final class OfType {
        private final List<Registration> registrations = new ArrayList<>();
        private int waiting;
        private boolean everListened;
    }

    /** Guards itself and all that is below. */
    private final Map<String, OfType> types = new HashMap<>();
    /** Events whose listeners are still to be called, in the order in which they happened. */
    private final Deque<Event> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private final int maxWaitingMessages;
    private final Runnable onFirstListener;
    private boolean warned;

    /**
     * @param maxWaitingMessages how many message events may wait; more are dropped, with one warning
     * @param onFirstListener called when a type got its first listener while events of it waited; by any thread
     */
    Listeners(int maxWaitingMessages, Runnable onFirstListener) {
        this.maxWaitingMessages = maxWaitingMessages;
        this.onFirstListener = onFirstListener;
    }

    void add(String type, EventListener<?> listener) {
        boolean first;
        synchronized (types) {
            OfType ofType = ofType(type);
            for (Registration registration : ofType.registrations) {
                if (!registration.attribute && registration.listener.equals(listener)) {
                    return;
                }
            }
            ofType.registrations.add(new Registration(false, listener));
            first = listened(ofType);
        }
        if (first) {
            onFirstListener.run();
        }
    }

    void remove(String type, EventListener<?> listener) {
        synchronized (types) {
            ofType(type)
                    .registrations
                    .removeIf(registration -> !registration.attribute && registration.listener.equals(listener));
        }
    }

    /** Sets the handler of an {@code on…} attribute; null takes it away. */
    void attribute(String type, @Nullable EventListener<?> handler) {
        boolean first = false;
        synchronized (types) {
            OfType ofType = ofType(type);
            Registration present = attribute(ofType);
            if (handler == null) {
                ofType.registrations.remove(present);
            } else if (present != null) {
                present.listener = handler;
            } else {
                ofType.registrations.add(new Registration(true, handler));
                first = listened(ofType);
            }
        }
        if (first) {
            onFirstListener.run();
        }
    }

    /** The handler of an {@code on…} attribute, or null. */
    @Nullable
    EventListener<?> attribute(String type) {
        synchronized (types) {
            Registration present = attribute(ofType(type));
            return present == null ? null : present.listener;
        }
    }

    /** Whether a type has had a listener. */
    boolean everListened(String type) {
        synchronized (types) {
            return ofType(type).everListened;
        }
    }

    /** Calls the listeners of an event, after those that wait before it; or lets it wait. */
    void dispatch(Event event) {
        synchronized (types) {
            // Every event takes its place in the queue, so that none can overtake one whose listener comes this moment.
            enqueue(event);
        }
        dispatchWaiting();
    }

    /** Calls the listeners of the events that wait no more. */
    void dispatchWaiting() {
        for (Event event = nextThatWaitsNoMore(); event != null; event = nextThatWaitsNoMore()) {
            call(event);
        }
    }

    private @Nullable Event nextThatWaitsNoMore() {
        synchronized (types) {
            for (Event event : waiting) {
                OfType ofType = ofType(event.type());
                if (ofType.everListened) {
                    waiting.remove(event);
                    ofType.waiting--;
                    waitingBytes -= cost(event);
                    return event;
                }
            }
            return null;
        }
    }

    private void enqueue(Event event) {
        OfType ofType = ofType(event.type());
        if (ofType.everListened || mayWait(event, ofType)) {
            waiting.add(event);
            ofType.waiting++;
            waitingBytes += cost(event);
        } else if (!warned) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} messages wait for a listener; further ones are dropped until there is one.",
                    ofType.waiting);
        }
    }

    private boolean mayWait(Event event, OfType ofType) {
        // The other types happen once.
        return !(event instanceof MessageEvent)
                || ofType.waiting < maxWaitingMessages && waitingBytes <= MAX_WAITING_BYTES;
    }

    private static long cost(Event event) {
        return event instanceof MessageEvent message ? message.cost() : 0;
    }

    private void call(Event event) {
        if (event instanceof MessageEvent message) {
            message.data(); // what it is depends on the binary type of this very moment
        }
        for (Registration registration : snapshot(event.type())) {
            EventListener<?> listener;
            synchronized (types) {
                // One that was removed by a listener before it is not called any more (DOM standard §2.9).
                listener = ofType(event.type()).registrations.contains(registration) ? registration.listener : null;
            }
            if (listener != null) {
                call(listener, event);
            }
        }
    }

    @SuppressWarnings("unchecked") // a listener that takes another kind of event than its type has is its owner's error
    private static void call(EventListener<?> listener, Event event) {
        try {
            ((EventListener<Event>) listener).handleEvent(event);
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.ERROR, "A listener for \"" + event.type() + "\" failed.", t);
        }
    }

    private List<Registration> snapshot(String type) {
        synchronized (types) {
            return List.copyOf(ofType(type).registrations);
        }
    }

    private OfType ofType(String type) {
        return Objects.requireNonNull(types.computeIfAbsent(type, t -> new OfType()));
    }

    private static boolean listened(OfType ofType) {
        ofType.everListened = true;
        return ofType.waiting > 0;
    }

    private static @Nullable Registration attribute(OfType ofType) {
        for (Registration registration : ofType.registrations) {
            if (registration.attribute) {
                return registration;
            }
        }
        return null;
    }
}
