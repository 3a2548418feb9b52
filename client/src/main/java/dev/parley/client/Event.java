package dev.parley.client;

/** Something that happened to an {@link EventTarget} (DOM standard §2.2). Immutable. */
public class Event {
    private final String type;
    private final EventTarget target;

    Event(String type, EventTarget target) {
        this.type = type;
        this.target = target;
    }

    /** What happened, for instance {@code open}. */
    public final String type() {
        return type;
    }

    /** To whom it happened. */
    public final EventTarget target() {
        return target;
    }
}
