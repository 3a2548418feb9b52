package dev.parley.client;

/** Aborts what was given its signal (DOM standard §3.1). Any thread. */
public final class AbortController {
    private final AbortSignal signal;

    /** One whose signal is not aborted yet. */
    public AbortController() {
        signal = new AbortSignal();
    }

    /** What to give to whom it concerns. */
    public AbortSignal signal() {
        return signal;
    }

    /** Aborts, with an {@code AbortError} as the reason. */
    public void abort() {
        abort(DOMException.abortError("It was aborted."));
    }

    /** Aborts; the second time does nothing. */
    public void abort(Throwable reason) {
        signal.signalAbort(reason);
    }
}
