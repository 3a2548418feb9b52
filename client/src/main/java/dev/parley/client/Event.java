package dev.parley.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an {@link EventTarget} (DOM standard §2.2). Its type and data do not change; how far it has come is
 * for the listeners that are called with it.
 */
public class Event {
    /** Listeners are not being called with it. */
    public static final int NONE = 0;
    /** It is on its way to its target, which does not happen here: targets have no parents. */
    public static final int CAPTURING_PHASE = 1;
    /** The listeners of its target are being called with it. */
    public static final int AT_TARGET = 2;
    /** It is on its way back from its target, which does not happen here. */
    public static final int BUBBLING_PHASE = 3;

    private static final long TIME_ORIGIN = System.nanoTime();
    private static final double NANOS_IN_A_MILLI = 1e6;

    private final String type;
    private final EventInit init;
    private final double timeStamp = (System.nanoTime() - TIME_ORIGIN) / NANOS_IN_A_MILLI;
    private boolean trusted;
    private @Nullable EventTarget target;
    private boolean dispatching;
    private boolean stopped;
    private boolean stoppedImmediately;
    private boolean inPassiveListener;
    private boolean defaultPrevented;

    /** An event for {@link EventTarget#dispatchEvent}. */
    public Event(String type) {
        this(type, EventInit.DEFAULT);
    }

    /** An event for {@link EventTarget#dispatchEvent}. */
    public Event(String type, EventInit init) {
        this.type = type;
        this.init = init;
    }

    /** One that has really happened. */
    Event(String type, EventTarget target) {
        this(type, EventInit.DEFAULT);
        this.target = target;
        this.trusted = true;
    }

    /** What happened, for instance {@code open}. */
    public final String type() {
        return type;
    }

    /** To whom it happened; null for one that a program made and has not dispatched yet. */
    public final @Nullable EventTarget target() {
        return target;
    }

    /** Whose listeners are being called with it; null when none are. */
    public final @Nullable EventTarget currentTarget() {
        return dispatching ? target : null;
    }

    /** {@link #NONE} or {@link #AT_TARGET}. */
    public final int eventPhase() {
        return dispatching ? AT_TARGET : NONE;
    }

    /** The targets whose listeners it comes to, while it does. */
    public final List<EventTarget> composedPath() {
        EventTarget current = currentTarget();
        return current == null ? List.of() : List.of(current);
    }

    public final boolean bubbles() {
        return init.bubbles();
    }

    public final boolean cancelable() {
        return init.cancelable();
    }

    public final boolean composed() {
        return init.composed();
    }

    /** Has it end with the kind of listeners at hand: those for capturing are called before the others. */
    public final void stopPropagation() {
        stopped = true;
    }

    /** Has no further listener be called with it. */
    public final void stopImmediatePropagation() {
        stopped = true;
        stoppedImmediately = true;
    }

    /** Has {@link EventTarget#dispatchEvent} answer false, if the event is cancelable and the listener not passive. */
    public final void preventDefault() {
        if (init.cancelable() && !inPassiveListener) {
            defaultPrevented = true;
        }
    }

    public final boolean defaultPrevented() {
        return defaultPrevented;
    }

    /** Whether it has really happened, instead of having been made and dispatched by a program. */
    public final boolean isTrusted() {
        return trusted;
    }

    /** When it was made, in milliseconds from a moment that is the same for all events of this program. */
    public final double timeStamp() {
        return timeStamp;
    }

    // ---- for the target ----

    /** A program dispatches it. */
    synchronized void beginUntrusted(EventTarget at) {
        if (dispatching) {
            throw DOMException.invalidStateError("The event \"" + type + "\" is being dispatched already.");
        }
        trusted = false;
        begin(at);
    }

    synchronized void begin(EventTarget at) {
        target = at;
        dispatching = true;
    }

    synchronized void end() {
        dispatching = false;
        stopped = false;
        stoppedImmediately = false;
    }

    /** For logs. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + type() + "]";
    }

    final boolean isStopped() {
        return stopped;
    }

    final boolean isStoppedImmediately() {
        return stoppedImmediately;
    }

    final void inPassiveListener(boolean passive) {
        inPassiveListener = passive;
    }
}
