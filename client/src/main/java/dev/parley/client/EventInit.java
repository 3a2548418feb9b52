package dev.parley.client;

/**
 * How an {@link Event} that a program makes is to be (DOM standard §2.2). Immutable.
 *
 * @param bubbles said by {@link Event#bubbles()}; targets here have no parents, so it changes nothing
 * @param cancelable whether {@link Event#preventDefault()} has an effect
 * @param composed said by {@link Event#composed()}
 */
public record EventInit(boolean bubbles, boolean cancelable, boolean composed) {
    /** None of them. */
    public static final EventInit DEFAULT = new EventInit(false, false, false);

    public EventInit withBubbles(boolean bubbles) {
        return new EventInit(bubbles, cancelable, composed);
    }

    public EventInit withCancelable(boolean cancelable) {
        return new EventInit(bubbles, cancelable, composed);
    }

    public EventInit withComposed(boolean composed) {
        return new EventInit(bubbles, cancelable, composed);
    }
}
