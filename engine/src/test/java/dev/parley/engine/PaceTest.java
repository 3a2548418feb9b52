package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How slow a message may be, and how many control frames may come, against a clock which is in the test's hand. */
final class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Limits LIMITS =
            Limits.DEFAULT.withMessageTimeoutNanos(30 * SECOND).withControlFrames(50, 200);
    private static final Limits LIFTED =
            LIMITS.withMessageTimeoutNanos(Long.MAX_VALUE).withControlFrames(Limits.UNLIMITED, 1);

    // ---- messages ----

    @ParameterizedTest
    @EnumSource(Role.class)
    void messageThatIsNotWholeInTimeFailsWith1008(Role role) {
        for (boolean lifted : new boolean[] {false, true}) {
            Endpoint endpoint = Endpoint.play(role, lifted ? LIFTED : LIMITS, e -> {
                e.engine().advanceTo(5 * SECOND);
                e.feed(e.wire().frame(Wire.TEXT, "half"));
                e.engine().advanceTo(6 * SECOND);
                e.feed(e.wire().frame(Wire.CONTINUATION, "more"));
                e.engine().advanceTo(36 * SECOND);
                assertThat(e.state()).isEqualTo(ReadyState.OPEN);
                e.engine().advanceTo(37 * SECOND);
                e.engine().advanceTo(99 * SECOND);
            });
            if (lifted) {
                assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
                assertThat(endpoint.engine().nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
            } else {
                endpoint.assertLog(
                        "sent CLOSE 1008 a message took too long (RFC 6455 §10.4)",
                        "finish",
                        "end Failed MESSAGE_TOO_SLOW");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void largeMessageThatKeepsComingHasTheTimeItNeeds(Role role) {
        byte[] second = new byte[Limits.SLOWEST_BYTES_PER_SECOND];
        Endpoint endpoint = Endpoint.play(role, LIMITS.withMaxMessageBytes(1 << 22), e -> {
            e.feed(e.wire().frame(Wire.BINARY, ""));
            for (int i = 0; i < 100; i++) {
                e.engine().advanceTo(i * SECOND);
                e.feed(e.wire().frame(Wire.CONTINUATION, second));
            }
            e.feed(e.wire().frame(Wire.FIN, second));
        });
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
        assertThat(endpoint.log()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void oneMessageAfterAnotherIsNoSlowOne(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.engine().advanceTo(0);
            e.feed(e.wire().frame(Wire.TEXT, "1"));
            for (int i = 1; i < 10; i++) {
                e.engine().advanceTo(20 * i * SECOND);
                e.feed(e.wire().frame(Wire.FIN, "end").frame(Wire.TEXT, "begin"));
                e.engine().advanceTo(20 * i * SECOND);
            }
        });
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
        assertThat(endpoint.log()).hasSize(9);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whileNobodyListensThePeersTimeStandsStill(Role role) {
        Endpoint endpoint = Endpoint.of(role, LIMITS);
        endpoint.feed(endpoint.wire().frame(Wire.TEXT, "half"));
        endpoint.engine().advanceTo(0);
        endpoint.engine().advanceTo(29 * SECOND);
        endpoint.engine().reading(false);
        endpoint.engine().reading(true);
        endpoint.engine().advanceTo(40 * SECOND);
        endpoint.engine().advanceTo(69 * SECOND);
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
        endpoint.engine().advanceTo(71 * SECOND);
        assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
    }

    // ---- control frames ----

    @ParameterizedTest
    @EnumSource(Role.class)
    void moreControlFramesThanMayComeAtOnceFailWith1008(Role role) {
        for (int count : new int[] {200, 201}) {
            for (boolean lifted : new boolean[] {false, true}) {
                Endpoint endpoint = Endpoint.of(role, lifted ? LIFTED : LIMITS);
                for (int i = 0; i < count; i++) {
                    endpoint.feed(
                            i % 2 == 0
                                    ? endpoint.wire().ping("")
                                    : endpoint.wire().pong(""));
                }
                if (lifted || count == 200) {
                    assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
                } else {
                    assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.TOO_MANY_CONTROL_FRAMES));
                    assertThat(endpoint.log()).contains("sent CLOSE 1008 too many control frames (RFC 6455 §10.4)");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsAllowedEachSecondMayComeForEver(Role role) {
        Endpoint endpoint = Endpoint.of(role, LIMITS);
        for (int second = 0; second < 20; second++) {
            endpoint.engine().advanceTo(second * SECOND);
            for (int i = 0; i < 50; i++) {
                endpoint.feed(endpoint.wire().ping(""));
            }
        }
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
        for (int second = 20; second < 24; second++) {
            endpoint.engine().advanceTo(second * SECOND);
            for (int i = 0; i < 51 + 50; i++) {
                endpoint.feed(endpoint.wire().ping(""));
            }
        }
        assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void pongThatAnswersAPingOfOursIsNotCounted(Role role) {
        Endpoint endpoint = Endpoint.of(role, LIMITS.withControlFrames(1, 1));
        for (int i = 0; i < 100; i++) {
            endpoint.ping("?");
        }
        for (int i = 0; i < 101; i++) {
            endpoint.feed(endpoint.wire().pong("?"));
        }
        assertThat(endpoint.state()).isEqualTo(ReadyState.OPEN);
        endpoint.feed(endpoint.wire().pong("?"));
        assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeFrameIsAlwaysHeard(Role role) {
        Endpoint endpoint = Endpoint.of(role, LIMITS.withControlFrames(1, 1));
        endpoint.feed(endpoint.wire().ping("").close(1000, "bye"));
        assertThat(endpoint.log()).contains("closing 1000 bye");
    }

    // RFC 6455 §5.5.3: "the endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame."
    @ParameterizedTest
    @EnumSource(Role.class)
    void whileThePeerTakesNothingOnlyItsNewestPingIsKept(Role role) {
        for (boolean lifted : new boolean[] {false, true}) {
            Endpoint endpoint = Endpoint.of(role, LIMITS);
            endpoint.behind(!lifted);
            endpoint.feed(endpoint.wire().ping("1").ping("2").ping("3"));
            assertThat(endpoint.sent()).hasSize(lifted ? 3 : 0);
            endpoint.behind(false);
            endpoint.engine().caughtUp();
            endpoint.engine().caughtUp();
            assertThat(endpoint.sent()).hasSize(lifted ? 3 : 1);
            assertThat(endpoint.log()).contains("sent PONG 33");
            endpoint.behind(!lifted);
            endpoint.feed(endpoint.wire().ping("4").close(1000, ""));
            endpoint.engine().caughtUp();
            assertThat(endpoint.log().contains("sent PONG 34")).isEqualTo(lifted);
        }
    }
}
