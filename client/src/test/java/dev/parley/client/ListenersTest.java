package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ListenersTest {
    private static final EventTarget TARGET = new EventTarget();

    private final List<String> seen = new ArrayList<>();
    private final Listeners listeners = new Listeners(3, this::dispatchWaiting);

    @Test
    void listenersAreCalledInTheOrderInWhichTheyWereAdded() {
        listeners.add("open", listener("a"));
        listeners.attribute("open", listener("b"));
        listeners.add("open", listener("c"));
        listeners.dispatch(event("open"));
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void anExchangedHandlerKeepsItsPlace() {
        listeners.attribute("open", listener("a"));
        listeners.add("open", listener("b"));
        listeners.attribute("open", listener("c"));
        listeners.dispatch(event("open"));
        assertThat(seen).containsExactly("c", "b");
    }

    @Test
    void theSameListenerIsAddedOnce() {
        EventListener<Event> listener = listener("a");
        listeners.add("open", listener);
        listeners.add("open", listener);
        listeners.dispatch(event("open"));
        assertThat(seen).containsExactly("a");
    }

    @Test
    void aRemovedListenerIsNotCalledEvenByTheEventAtHand() {
        EventListener<Event> second = listener("b");
        listeners.add("open", event -> listeners.remove("open", second));
        listeners.add("open", second);
        listeners.dispatch(event("open"));
        assertThat(seen).isEmpty();
    }

    @Test
    void aListenerAddedByAListenerIsNotCalledByTheEventAtHand() {
        listeners.add("open", event -> listeners.add("open", listener("late")));
        listeners.dispatch(event("open"));
        assertThat(seen).isEmpty();
        listeners.dispatch(event("open"));
        assertThat(seen).containsExactly("late");
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheOthers() {
        listeners.add("open", event -> {
            throw new IllegalStateException("on purpose");
        });
        listeners.add("open", listener("a"));
        listeners.dispatch(event("open"));
        assertThat(seen).containsExactly("a");
    }

    @Test
    void eventsWaitForTheFirstListenerOfTheirType() {
        listeners.add("close", listener("closed"));
        listeners.dispatch(event("open"));
        listeners.dispatch(event("close"));
        assertThat(seen).containsExactly("closed");
        listeners.attribute("open", listener("opened"));
        assertThat(seen).containsExactly("closed", "opened");
    }

    @Test
    void eventsThatWaitedComeFirstAndInOrder() {
        List<Runnable> tasks = new ArrayList<>();
        Listeners later = new Listeners(3, () -> tasks.add(() -> {}));
        later.dispatch(event("open"));
        later.dispatch(message("1"));
        later.add("message", (MessageEvent event) -> seen.add((String) event.data()));
        later.add("open", listener("opened"));
        later.add("close", listener("closed"));
        later.dispatch(event("close")); // before the tasks that the new listeners asked for
        assertThat(seen).containsExactly("opened", "1", "closed");
    }

    @Test
    void overTheBoundMessagesAreDropped() {
        for (int i = 0; i < 5; i++) {
            listeners.dispatch(message("" + i));
        }
        listeners.dispatch(event("close"));
        listeners.add("message", (MessageEvent event) -> seen.add((String) event.data()));
        listeners.add("close", listener("closed"));
        assertThat(seen).containsExactly("0", "1", "2", "closed");
    }

    @Test
    void overTheBoundInBytesMessagesAreDroppedToo() {
        Listeners many = new Listeners(1_000, () -> {});
        String quarter = "x".repeat(128 * 1024 + 1);
        for (int i = 0; i < 10; i++) {
            many.dispatch(message(quarter));
        }
        many.add("message", (MessageEvent event) -> seen.add((String) event.data()));
        many.dispatchWaiting();
        assertThat(seen).hasSize(4);
        many.dispatch(message(quarter));
        assertThat(seen).as("with a listener there is no bound").hasSize(5);
    }

    @Test
    void afterTheFirstListenerEventsWithoutOneAreDropped() {
        listeners.attribute("open", listener("a"));
        listeners.attribute("open", null);
        listeners.dispatch(event("open"));
        listeners.attribute("open", listener("b"));
        assertThat(seen).isEmpty();
        assertThat(listeners.attribute("open")).isNotNull();
    }

    private void dispatchWaiting() {
        listeners.dispatchWaiting();
    }

    /** So a socket whose first message is there before its binary type is set hands it out as that type. */
    @Test
    void messageThatWaitsIsMadeWhenItIsDispatched() {
        AtomicReference<String> kind = new AtomicReference<>("when it came");
        listeners.dispatch(new MessageEvent(TARGET, 0, kind::get, "ws://example.org"));
        kind.set("when it was listened to");
        listeners.add("message", (MessageEvent event) -> {
            kind.set("later");
            seen.add((String) event.data());
        });
        listeners.dispatchWaiting();
        assertThat(seen).containsExactly("when it was listened to");
    }

    private EventListener<Event> listener(String name) {
        return event -> seen.add(name);
    }

    private static Event event(String type) {
        return new Event(type, TARGET);
    }

    private static Event message(String data) {
        return new MessageEvent(TARGET, 2L * data.length(), () -> data, "ws://example.org");
    }
}
