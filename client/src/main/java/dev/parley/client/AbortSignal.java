package dev.parley.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells that something is not wanted any more (DOM standard §3.2). Any thread. */
public final class AbortSignal extends EventTarget {
    /** What is done at the abort, before its event; guarded by itself. */
    private final List<Runnable> algorithms = new ArrayList<>();

    private volatile @Nullable Throwable reason;

    AbortSignal() {}

    /** One that was aborted with an {@code AbortError}. */
    public static AbortSignal abort() {
        return abort(DOMException.abortError("It was aborted."));
    }

    /** One that was aborted. */
    public static AbortSignal abort(Throwable reason) {
        AbortSignal signal = new AbortSignal();
        signal.signalAbort(reason);
        return signal;
    }

    /** One that is aborted after a while, with a {@code TimeoutError}. */
    public static AbortSignal timeout(Duration after) {
        AbortSignal signal = new AbortSignal();
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> signal.signalAbort(
                        DOMException.timeoutError("It took longer than " + after.toMillis() + " ms.")));
        return signal;
    }

    /** One that is aborted with the first of these. */
    public static AbortSignal any(List<AbortSignal> signals) {
        AbortSignal any = new AbortSignal();
        List<Runnable> forget = new ArrayList<>();
        for (AbortSignal signal : List.copyOf(signals)) {
            forget.add(signal.onAbort(() -> any.signalAbort(signal.requireReason())));
        }
        any.onAbort(() -> forget.forEach(Runnable::run));
        return any;
    }

    public boolean aborted() {
        return reason != null;
    }

    /** Why; empty before. */
    public Optional<Throwable> reason() {
        return Optional.ofNullable(reason);
    }

    /** Throws the reason, if it was aborted; a checked one as the cause of an {@code AbortError}. */
    public void throwIfAborted() {
        Throwable why = reason;
        if (why instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (why instanceof Error error) {
            throw error;
        }
        if (why != null) {
            throw (DOMException)
                    DOMException.abortError(String.valueOf(why.getMessage())).initCause(why);
        }
    }

    @SuppressWarnings("unchecked") // the setter put it there
    public @Nullable EventListener<Event> onabort() {
        return (EventListener<Event>) listeners.attribute("abort");
    }

    /** What is called when it is aborted. */
    public void onabort(@Nullable EventListener<Event> handler) {
        listeners.attribute("abort", handler);
    }

    /**
     * Has something done at the abort: at once if it was aborted.
     *
     * @return has it forgotten
     */
    Runnable onAbort(Runnable algorithm) {
        synchronized (algorithms) {
            if (reason == null) {
                algorithms.add(algorithm);
                return () -> {
                    synchronized (algorithms) {
                        algorithms.remove(algorithm);
                    }
                };
            }
        }
        algorithm.run();
        return () -> {};
    }

    void signalAbort(Throwable why) {
        List<Runnable> all;
        synchronized (algorithms) {
            if (reason != null) {
                return;
            }
            reason = why;
            all = List.copyOf(algorithms);
            algorithms.clear();
        }
        all.forEach(Runnable::run);
        Event event = new Event("abort", this);
        event.begin(this);
        listeners.call(event);
    }

    private Throwable requireReason() {
        Throwable why = reason;
        if (why == null) {
            throw new IllegalStateException("It was not aborted.");
        }
        return why;
    }
}
