package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every broken rule leads to, whichever rule and whoever breaks it. */
final class ViolationTest {
    static Stream<BrokenRule> rules() {
        return BrokenRule.all();
    }

    @Test
    void everyViolationIsProvoked() {
        Set<Violation> provoked = rules().map(BrokenRule::violation).collect(Collectors.toSet());
        // Those that are left take more than one connection, or time: see PartialMessagesTest and PaceTest.
        assertThat(provoked)
                .isEqualTo(EnumSet.complementOf(EnumSet.of(
                        Violation.TOO_MUCH_UNFINISHED, Violation.MESSAGE_TOO_SLOW, Violation.TOO_MANY_CONTROL_FRAMES)));
    }

    // RFC 6455 §10.7: "Incoming data MUST always be validated by both clients and servers."
    // RFC 6455 §7.1.7: "the client MUST _Close the WebSocket Connection_" and "the server MUST _Close the WebSocket
    // Connection_".
    @ParameterizedTest
    @MethodSource("rules")
    void brokenRuleIsAnsweredWithItsCodeAndEndsTheConnection(BrokenRule rule) {
        Endpoint endpoint = Endpoint.play(rule.role(), BrokenRule.LIMITS, rule.agreement(), e -> {
            Wire wire = e.wire().text("before");
            rule.breakIn(wire);
            e.feed(wire);
        });
        String close = rule.violation().close().reason();
        endpoint.assertLog(
                "got TEXT before",
                "sent CLOSE " + rule.closeCode() + " " + close,
                "finish",
                "end Failed " + rule.violation());
        assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
        assertThat(endpoint.engine().nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(rule.violation()));
        // RFC 6455 §7.1.5: no Close frame was received.
        assertThat(endpoint.ending().code()).isEqualTo(1006);
        assertThat(endpoint.ending().wasClean()).isFalse();
    }

    // RFC 6455 §7.1.7: "An endpoint MUST NOT continue to attempt to process data (including a responding Close frame)
    // from the remote endpoint".
    @ParameterizedTest
    @MethodSource("rules")
    void nothingIsDeliveredOrSentAfterABrokenRule(BrokenRule rule) {
        Endpoint endpoint = Endpoint.play(rule.role(), BrokenRule.LIMITS, rule.agreement(), e -> {
            Wire wire = e.wire();
            rule.breakIn(wire);
            wire.text("after").ping("after").pong("after").close(1000, "after");
            rule.breakIn(wire);
            e.feed(wire);
            e.feed(e.wire().text("later").ping("later").close(1000, "later"));
            assertThat(e.send("too late")).isFalse();
            assertThat(e.ping("too late")).isFalse();
            assertThat(e.close(1000, "too late")).isFalse();
            e.engine().advanceTo(Long.MAX_VALUE / 2);
            e.engine().receiveEnd();
            e.engine().receiveEnd();
        });
        assertThat(endpoint.log()).hasSize(3).endsWith("finish", "end Failed " + rule.violation());
        assertThat(endpoint.sent()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleBrokenAfterOurCloseWentOutSendsNoSecondOne(BrokenRule rule) {
        Endpoint endpoint = Endpoint.play(rule.role(), BrokenRule.LIMITS, rule.agreement(), e -> {
            e.close(1001, "bye");
            Wire wire = e.wire().text("on its way");
            rule.breakIn(wire);
            e.feed(wire.text("after"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog("sent CLOSE 1001 bye", "got TEXT on its way", "finish", "end Failed " + rule.violation());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleBrokenAfterThePeersCloseIsIgnored(BrokenRule rule) {
        Endpoint endpoint = Endpoint.play(rule.role(), BrokenRule.LIMITS, rule.agreement(), e -> {
            Wire wire = e.wire().close(1000, "bye");
            rule.breakIn(wire);
            e.feed(wire);
            e.engine().receiveEnd();
        });
        endpoint.assertLog("closing 1000 bye", "sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleBrokenAfterTheEndOfTheTransportIsIgnored(BrokenRule rule) {
        Endpoint endpoint = Endpoint.play(rule.role(), BrokenRule.LIMITS, rule.agreement(), e -> {
            e.engine().receiveEnd();
            Wire wire = e.wire();
            rule.breakIn(wire);
            e.feed(wire);
        });
        assertThat(endpoint.log()).last().asString().startsWith("end Lost 1006");
        assertThat(endpoint.sent()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void closeFrameOfAViolationFitsAndNamesTheClause(BrokenRule rule) {
        Violation violation = rule.violation();
        assertThat(violation.closeCode()).isEqualTo(rule.closeCode());
        assertThat(violation.clause()).matches("RFC \\d+ §[\\d.]+");
        assertThat(violation.close().reason()).contains(violation.clause());
        assertThat(Wire.utf8(violation.close().reason())).hasSizeLessThanOrEqualTo(123);
    }
}
