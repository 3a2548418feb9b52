package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that a program dispatches itself (DOM standard §2). */
final class EventTargetTest {
    private static final AddEventListenerOptions DEFAULT = AddEventListenerOptions.DEFAULT;

    private final EventTarget target = new EventTarget();
    private final List<String> seen = new ArrayList<>();

    @Test
    void anEventIsDispatchedWithinTheCall() {
        target.addEventListener("x", event -> {
            assertThat(event.target()).isSameAs(target);
            assertThat(event.currentTarget()).isSameAs(target);
            assertThat(event.composedPath()).containsExactly(target);
            assertThat(event.eventPhase()).isEqualTo(Event.AT_TARGET);
            assertThat(event.isTrusted()).isFalse();
            seen.add(event.type());
        });
        Event event = new Event("x");
        assertThat(event.target()).isNull();
        assertThat(target.dispatchEvent(event)).isTrue();
        assertThat(seen).containsExactly("x");
        assertThat(event.target()).isSameAs(target);
        assertThat(event.currentTarget()).isNull();
        assertThat(event.eventPhase()).isEqualTo(Event.NONE);
        assertThat(target.dispatchEvent(event)).isTrue();
        assertThat(seen).as("it may be dispatched again").hasSize(2);
    }

    @Test
    void withoutListenersItDoesNotWaitForOne() {
        target.dispatchEvent(new Event("x"));
        target.addEventListener("x", event -> seen.add("late"));
        assertThat(seen).isEmpty();
    }

    @Test
    void anEventThatIsBeingDispatchedCannotBeDispatched() {
        target.addEventListener(
                "x",
                event -> assertThatThrownBy(() -> new EventTarget().dispatchEvent(event))
                        .isInstanceOfSatisfying(DOMException.class, e -> seen.add(e.name())));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).containsExactly("InvalidStateError");
    }

    @Test
    void dispatchEventSaysWhetherTheDefaultWasPrevented() {
        EventInit cancelable = EventInit.DEFAULT.withCancelable(true);
        target.addEventListener("x", Event::preventDefault);
        assertThat(target.dispatchEvent(new Event("x"))).isTrue();
        Event event = new Event("x", cancelable);
        assertThat(target.dispatchEvent(event)).isFalse();
        assertThat(event.defaultPrevented()).isTrue();
        EventTarget passive = new EventTarget();
        passive.addEventListener("x", Event::preventDefault, DEFAULT.withPassive(true));
        assertThat(passive.dispatchEvent(new Event("x", cancelable))).isTrue();
    }

    @Test
    void aListenerOnceIsRemovedBeforeItIsCalled() {
        target.addEventListener(
                "x",
                event -> {
                    seen.add("once");
                    target.dispatchEvent(new Event("x"));
                },
                DEFAULT.withOnce(true));
        target.dispatchEvent(new Event("x"));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).containsExactly("once");
    }

    @Test
    void onceIsNoPartOfWhatMakesAListenerTheSame() {
        EventListener<Event> listener = event -> seen.add("called");
        target.addEventListener("x", listener);
        target.addEventListener("x", listener, DEFAULT.withOnce(true).withPassive(true));
        target.dispatchEvent(new Event("x"));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).hasSize(2);
        target.removeEventListener("x", listener);
        target.dispatchEvent(new Event("x"));
        assertThat(seen).hasSize(2);
    }

    @Test
    void captureMakesItAnotherListenerWhichComesFirst() {
        EventListener<Event> listener = event -> seen.add("both");
        target.addEventListener("x", event -> seen.add("first added"));
        target.addEventListener("x", listener);
        target.addEventListener("x", listener, DEFAULT.withCapture(true));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).containsExactly("both", "first added", "both");
        target.removeEventListener("x", listener, true);
        target.dispatchEvent(new Event("x"));
        assertThat(seen.subList(3, seen.size())).containsExactly("first added", "both");
    }

    @Test
    void propagationStopsWithTheKindOfListenersOrAtOnce() {
        target.addEventListener("x", event -> event.stopPropagation(), DEFAULT.withCapture(true));
        target.addEventListener("x", event -> seen.add("second"), DEFAULT.withCapture(true));
        target.addEventListener("x", event -> seen.add("not for capturing"));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).containsExactly("second");
        target.addEventListener("y", event -> {
            seen.add("y");
            event.stopImmediatePropagation();
        });
        target.addEventListener("y", event -> seen.add("never"));
        Event event = new Event("y");
        target.dispatchEvent(event);
        target.dispatchEvent(event);
        assertThat(seen).as("what stopped it is forgotten").containsExactly("second", "y", "y");
        Event stopped = new Event("y");
        stopped.stopPropagation();
        target.dispatchEvent(stopped);
        assertThat(seen).hasSize(3);
    }

    @Test
    void anAbortedSignalRemovesItsListeners() {
        AbortController controller = new AbortController();
        AddEventListenerOptions untilAborted = DEFAULT.withSignal(controller.signal());
        target.addEventListener("x", event -> seen.add("a"), untilAborted);
        target.addEventListener("x", event -> controller.abort());
        target.addEventListener("x", event -> seen.add("b"), untilAborted);
        target.dispatchEvent(new Event("x"));
        target.dispatchEvent(new Event("x"));
        assertThat(seen).as("b is removed by the event at hand").containsExactly("a");
        target.addEventListener("x", event -> seen.add("c"), untilAborted);
        target.dispatchEvent(new Event("x"));
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatAListenerThrowsIsNotForTheDispatcher() {
        target.addEventListener("x", event -> {
            throw new IllegalStateException("on purpose");
        });
        target.addEventListener("x", event -> seen.add("next"));
        assertThat(target.dispatchEvent(new Event("x"))).isTrue();
        assertThat(seen).containsExactly("next");
    }

    @Test
    void eventsSayWhatTheyWereMadeWith() {
        MessageEvent message =
                new MessageEvent("message", EventInit.DEFAULT.withBubbles(true), 7, "ws://example.org", "id");
        assertThat(message.data()).isEqualTo(7);
        assertThat(message.origin()).isEqualTo("ws://example.org");
        assertThat(message.lastEventId()).isEqualTo("id");
        assertThat(message.bubbles()).isTrue();
        assertThat(message.cancelable() || message.composed()).isFalse();
        CloseEvent close = new CloseEvent("close", true, 4000, "bye");
        assertThat(close.wasClean()).isTrue();
        assertThat(close.code() + close.reason()).isEqualTo("4000bye");
        assertThat(new ErrorEvent("error", "why").message()).isEqualTo("why");
        assertThat(new Event("later").timeStamp()).isGreaterThanOrEqualTo(message.timeStamp());
    }

    @Test
    void eventsSayInLogsWhatTheyAre() {
        assertThat(new Event("saved")).hasToString("Event[saved]");
        assertThat(new CloseEvent("close", true, 1000, "hush")).hasToString("CloseEvent[close, code 1000, clean]");
        assertThat(new ErrorEvent("error", "it broke")).hasToString("ErrorEvent[error, it broke]");
    }
}
