package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The closing handshake against the clock, which is in the test's hand. */
final class DeadlineTest {
    private static final Limits LIMITS = Limits.DEFAULT.withCloseTimeoutNanos(1_000);

    @ParameterizedTest
    @EnumSource(Role.class)
    void anOpenConnectionHasNoDeadline(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.engine().advanceTo(500);
            e.feed(e.wire().text("x").ping("y"));
            e.engine().advanceTo(1L << 60);
            assertThat(e.engine().nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
        });
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void peerThatNeverAnswersOurCloseIsAbortedAtTheDeadlineAndNotBefore(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.engine().advanceTo(70);
            e.close(1000, "bye");
            assertThat(e.engine().nextDeadline()).isEqualTo(1_070);
            e.engine().advanceTo(1_069);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().advanceTo(1_070);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSED);
            e.feed(e.wire().text("late").close(1000, "bye"));
            e.engine().advanceTo(5_000);
            e.engine().receiveEnd();
        });
        assertThat(endpoint.log()).startsWith("sent CLOSE 1000 bye", "abort").hasSize(3);
        assertThat(endpoint.ending()).isInstanceOf(Ending.Lost.class);
        assertThat(endpoint.ending().code()).isEqualTo(1006);
        assertThat(endpoint.ending().reason()).isEmpty();
        assertThat(endpoint.ending().wasClean()).isFalse();
        assertThat(endpoint.engine().nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void framesThatAreNoCloseDoNotMoveTheDeadline(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.close(1000, "bye");
            e.engine().advanceTo(999);
            e.feed(e.wire().text("x").ping("y").pong("z"));
            assertThat(e.engine().nextDeadline()).isEqualTo(1_000);
            e.engine().advanceTo(1_000);
        });
        assertThat(endpoint.ending()).isInstanceOf(Ending.Lost.class);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void messageInPiecesWhenTheDeadlinePassesIsNotDelivered(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.close(1000, "bye");
            e.feed(e.wire().frame(Wire.TEXT, "half"));
            e.engine().advanceTo(1_000);
            e.feed(e.wire().frame(Wire.FIN, "other half"));
        });
        assertThat(endpoint.log()).hasSize(3).noneMatch(line -> line.startsWith("got"));
    }

    @Test
    void clientEndsTheTransportItselfIfTheServerDoesNotInTime() {
        Endpoint client = Endpoint.play(Role.CLIENT, LIMITS, e -> {
            e.engine().advanceTo(50);
            e.feed(e.wire().close(1001, "bye"));
            assertThat(e.engine().nextDeadline()).isEqualTo(1_050);
            e.engine().advanceTo(1_049);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().advanceTo(1_050);
            e.engine().receiveEnd();
            e.engine().advanceTo(9_000);
        });
        client.assertLog("closing 1001 bye", "sent CLOSE 1001 bye", "finish", "end Clean 1001 bye");
    }

    @Test
    void clientCountsAnewWhenItsCloseHasBeenAnswered() {
        Endpoint client = Endpoint.play(Role.CLIENT, LIMITS, e -> {
            e.close(1000, "bye");
            e.engine().advanceTo(900);
            e.feed(e.wire().close(1000, "bye"));
            assertThat(e.engine().nextDeadline()).isEqualTo(1_900);
            e.engine().advanceTo(1_899);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().advanceTo(1_900);
        });
        client.assertLog("sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void deadlineHoldsWhereTheClockWrapsAround(Role role) {
        // System.nanoTime may pass from the largest to the smallest long between two calls.
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.engine().advanceTo(Long.MAX_VALUE - 10);
            e.close(1000, "bye");
            e.engine().advanceTo(Long.MAX_VALUE);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().advanceTo(Long.MIN_VALUE + 900);
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().advanceTo(Long.MIN_VALUE + 989);
        });
        assertThat(endpoint.ending()).isInstanceOf(Ending.Lost.class);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void thePeersTimeBeginsWhenOurCloseIsWritten(Role role) {
        Recorder recorder = new Recorder();
        WebSocketEngine engine = role == Role.SERVER
                ? WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, recorder, recorder)
                : WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 0, recorder, recorder);
        engine.written(50);
        assertThat(engine.nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
        engine.advanceTo(100);
        engine.close(new Close(1000));
        long timeout = Limits.DEFAULT.closeTimeoutNanos();
        assertThat(engine.nextDeadline()).isEqualTo(100 + timeout);
        engine.written(700);
        assertThat(engine.nextDeadline()).isEqualTo(700 + timeout);
        engine.advanceTo(699 + timeout);
        assertThat(engine.state()).isEqualTo(ReadyState.CLOSING);
        engine.advanceTo(700 + timeout);
        assertThat(engine.state()).isEqualTo(ReadyState.CLOSED);
    }
}
