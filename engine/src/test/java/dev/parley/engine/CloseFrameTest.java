package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a Close frame, in either direction. */
final class CloseFrameTest {
    /** RFC 6455 §7.4.1, with 1012 to 1014 from IANA's registry, code by code; and §7.4.2's two open ranges. */
    private static Set<Integer> codesOnTheWire() {
        Set<Integer> codes =
                new TreeSet<>(Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014));
        for (int code = 3000; code < 5000; code++) {
            codes.add(code);
        }
        return codes;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyCodeOf16BitsIsEchoedOrRefused(Role role) {
        Set<Integer> valid = codesOnTheWire();
        for (int code = 0; code <= 0xFFFF; code++) {
            Endpoint endpoint = Endpoint.of(role);
            endpoint.feed(endpoint.wire().close(code, "why"));
            endpoint.engine().receiveEnd();
            String first = "sent " + endpoint.sent().get(0);
            if (valid.contains(code)) {
                assertThat(first).isEqualTo("sent CLOSE " + code + " why");
                assertThat(endpoint.ending()).isEqualTo(new Ending.Clean(new Close(code, "why")));
            } else {
                assertThat(first).as("code %s", code).startsWith("sent CLOSE 1002 ");
                assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.CLOSE_CODE_INVALID));
            }
        }
    }

    // RFC 6455 §7.4.1: "1005 is a reserved value and MUST NOT be set as a status code", "1006 is a reserved value and
    // MUST NOT be set as a status code" and "1015 is a reserved value and MUST NOT be set as a status code".
    @Test
    void everyCodeCanBeSentJustIfItMayBeReceived() {
        Set<Integer> valid = codesOnTheWire();
        for (int code = -1; code <= 0x1_0000; code++) {
            assertThat(Close.isOnTheWire(code)).as("code %s", code).isEqualTo(valid.contains(code));
            int sent = code;
            if (valid.contains(code)) {
                assertThat(new Close(code).code()).isEqualTo(code);
            } else if (code != Close.NO_STATUS) {
                assertThatThrownBy(() -> new Close(sent)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeWithoutABodyIsAnsweredByTheSameAndReportedAs1005(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire().close());
            e.engine().receiveEnd();
        });
        endpoint.assertLog("closing 1005", "sent CLOSE without status", "finish", "end Clean 1005");
        assertThat(endpoint.ending()).isEqualTo(new Ending.Clean(Close.WITHOUT_STATUS));
        assertThat(endpoint.ending().wasClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void ourOwnCloseMayHaveNoBody(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> e.engine().close(Close.WITHOUT_STATUS));
        endpoint.assertLog("sent CLOSE without status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ascii", "grüße, κόσμε, 世界, 👋"})
    void reasonIsEchoedAsItIs(String reason) {
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.play(role, e -> {
                e.feed(e.wire().close(4321, reason));
                e.engine().receiveEnd();
            });
            assertThat(endpoint.ending().code()).isEqualTo(4321);
            assertThat(endpoint.ending().reason()).isEqualTo(reason);
            assertThat(endpoint.sent()).hasSize(1);
            assertThat(endpoint.sent().get(0)).hasToString(("CLOSE 4321 " + reason).trim());
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void longestReasonIs123Bytes(Role role) {
        String reason = "€".repeat(41);
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire().close(1000, reason));
            e.engine().receiveEnd();
        });
        assertThat(endpoint.ending()).isEqualTo(new Ending.Clean(new Close(1000, reason)));
        assertThat(endpoint.sent().get(0).payload()).hasSize(125);
        Endpoint tooLong = Endpoint.play(role, e -> e.feed(e.wire().close(1000, reason + "x")));
        assertThat(tooLong.ending()).isEqualTo(new Ending.Failed(Violation.CONTROL_TOO_LONG));
    }

    @Test
    void reasonOver123BytesCannotBeMade() {
        assertThat(new Close(1000, "x".repeat(123)).reason()).hasSize(123);
        assertThatThrownBy(() -> new Close(1000, "x".repeat(124))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Close(1000, "€".repeat(42))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Close(1000, "👋".repeat(31))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Close(1000, "👋".repeat(30) + "xxx").reason()).hasSize(63);
    }

    @Test
    void reasonNeedsACode() {
        assertThatThrownBy(() -> new Close(Close.NO_STATUS, "why")).isInstanceOf(IllegalArgumentException.class);
    }
}
