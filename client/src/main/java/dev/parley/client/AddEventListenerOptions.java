package dev.parley.client;

import java.util.Optional;

/**
 * How a listener is to be called (DOM standard §2.7). Immutable.
 *
 * @param capture whether it is called before those that are not for capturing; the same listener may be added for both
 * @param once whether it is removed when it is called
 * @param passive whether its {@link Event#preventDefault()} has no effect
 * @param signal has it removed when it is aborted; aborted already, nothing is added
 */
public record AddEventListenerOptions(boolean capture, boolean once, boolean passive, Optional<AbortSignal> signal) {
    /** Not for capturing, as often as it happens. */
    public static final AddEventListenerOptions DEFAULT =
            new AddEventListenerOptions(false, false, false, Optional.empty());

    public AddEventListenerOptions withCapture(boolean capture) {
        return new AddEventListenerOptions(capture, once, passive, signal);
    }

    public AddEventListenerOptions withOnce(boolean once) {
        return new AddEventListenerOptions(capture, once, passive, signal);
    }

    public AddEventListenerOptions withPassive(boolean passive) {
        return new AddEventListenerOptions(capture, once, passive, signal);
    }

    public AddEventListenerOptions withSignal(AbortSignal signal) {
        return new AddEventListenerOptions(capture, once, passive, Optional.of(signal));
    }
}
