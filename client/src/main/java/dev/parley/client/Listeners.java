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
        add(type, listener, AddEventListenerOptions.DEFAULT);
    }

    void add(String type, EventListener<?> listener, AddEventListenerOptions options) {
        if (options.signal().isPresent() && options.signal().get().aborted()) {
            return;
        }
        Registration registration = Registration.of(listener, options);
        boolean first;
        synchronized (types) {
            OfType ofType = ofType(type);
            if (ofType.registrations.stream().anyMatch(present -> present.is(listener, options.capture()))) {
                return;
            }
            ofType.registrations.add(registration);
            first = listened(ofType);
        }
        options.signal().ifPresent(signal -> follow(type, registration, signal));
        if (first) {
            onFirstListener.run();
        }
    }

    private void follow(String type, Registration registration, AbortSignal signal) {
        Runnable forget = signal.onAbort(() -> remove(type, registration));
        boolean removed;
        synchronized (types) {
            registration.follows(forget);
            removed = registration.isRemoved();
        }
        if (removed) {
            forget.run();
        }
    }

    void remove(String type, EventListener<?> listener) {
        remove(type, listener, false);
    }

    void remove(String type, EventListener<?> listener, boolean capture) {
        Registration found = null;
        synchronized (types) {
            for (Registration registration : ofType(type).registrations) {
                if (registration.is(listener, capture)) {
                    found = registration;
                }
            }
        }
        if (found != null) {
            remove(type, found);
        }
    }

    private void remove(String type, Registration registration) {
        Runnable forgetSignal;
        synchronized (types) {
            ofType(type).registrations.remove(registration);
            forgetSignal = registration.remove();
        }
        forgetSignal.run();
    }

    /** Sets the handler of an {@code on…} attribute; null takes it away. */
    void attribute(String type, @Nullable EventListener<?> handler) {
        boolean first = false;
        synchronized (types) {
            OfType ofType = ofType(type);
            Registration present = attribute(ofType);
            if (handler == null) {
                if (present != null) {
                    ofType.registrations.remove(present);
                    present.remove();
                }
            } else if (present != null) {
                present.exchange(handler);
            } else {
                ofType.registrations.add(Registration.ofAttribute(handler));
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
            return present == null ? null : present.listener();
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
            event.begin(Objects.requireNonNull(event.target()));
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

    /** Calls the listeners of an event that has begun, which ends with it (DOM standard §2.9, "dispatch"). */
    void call(Event event) {
        try {
            if (event instanceof MessageEvent message) {
                message.data(); // what it is depends on the binary type of this very moment
            }
            call(event, true);
            call(event, false);
        } finally {
            event.end();
        }
    }

    private void call(Event event, boolean capture) {
        if (event.isStopped()) {
            return;
        }
        for (Registration registration : snapshot(event.type())) {
            if (registration.options().capture() != capture) {
                continue;
            }
            EventListener<?> listener = taken(event.type(), registration);
            if (listener != null) {
                event.inPassiveListener(registration.options().passive());
                call(listener, event);
                event.inPassiveListener(false);
            }
            if (event.isStoppedImmediately()) {
                return;
            }
        }
    }

    /** Null for one that was removed by a listener before it: it is not called any more (DOM standard §2.9). */
    private @Nullable EventListener<?> taken(String type, Registration registration) {
        EventListener<?> listener;
        Runnable forgetSignal;
        synchronized (types) {
            listener = registration.listener();
            if (registration.isRemoved()) {
                return null;
            }
            if (!registration.options().once()) {
                return listener;
            }
            ofType(type).registrations.remove(registration);
            forgetSignal = registration.remove();
        }
        forgetSignal.run();
        return listener;
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
            if (registration.isAttribute()) {
                return registration;
            }
        }
        return null;
    }
}
