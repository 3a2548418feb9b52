package dev.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * A listener in its place; that of an {@code on…} attribute keeps its place when the handler is exchanged (HTML standard §8.1.8.1).
 * Guarded by its {@link Listeners}.
 */
final class Registration {
    private final boolean attribute;
    private final AddEventListenerOptions options;
    private EventListener<?> listener;
    private boolean removed;
    private @Nullable Runnable forgetSignal;

    private Registration(boolean attribute, EventListener<?> listener, AddEventListenerOptions options) {
        this.attribute = attribute;
        this.listener = listener;
        this.options = options;
    }

    static Registration ofAttribute(EventListener<?> handler) {
        return new Registration(true, handler, AddEventListenerOptions.DEFAULT);
    }

    static Registration of(EventListener<?> listener, AddEventListenerOptions options) {
        return new Registration(false, listener, options);
    }

    boolean isAttribute() {
        return attribute;
    }

    /** Whether it was added by these (DOM standard §2.7: type, callback and capture make it the same one). */
    boolean is(EventListener<?> other, boolean capture) {
        return !attribute && options.capture() == capture && listener.equals(other);
    }

    AddEventListenerOptions options() {
        return options;
    }

    EventListener<?> listener() {
        return listener;
    }

    void exchange(EventListener<?> handler) {
        listener = handler;
    }

    boolean isRemoved() {
        return removed;
    }

    /** @return what is to be done when no lock is held */
    Runnable remove() {
        removed = true;
        Runnable forget = forgetSignal;
        return forget == null ? () -> {} : forget;
    }

    /** @param forget has the signal of its options hold it no longer */
    void follows(Runnable forget) {
        forgetSignal = forget;
    }
}
