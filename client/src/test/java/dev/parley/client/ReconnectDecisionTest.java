package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ReconnectDecisionTest {
    @Test
    void whatWouldEndInTheSameWayIsFinal() {
        for (int code : new int[] {1000, 1002, 1003, 1007, 1009, 1010, 3000, 3003, 4000, 4999}) {
            assertThat(afterClose(code, true)).as("%d", code).isFalse();
        }
    }

    @Test
    void serversThatLeaveOrVanishAreTriedAgain() {
        for (int code : new int[] {1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015, 3008}) {
            assertThat(afterClose(code, false)).as("%d", code).isTrue();
        }
    }

    @Test
    void aPolicyViolationIsFinalOnlyAtTheDoor() {
        assertThat(afterClose(1008, false)).isFalse();
        assertThat(afterClose(1008, true)).isTrue();
    }

    @Test
    void aRefusedRequestIsFinalUnlessItIsOnlyTooEarly() {
        for (int status : new int[] {400, 401, 403, 404, 410, 426}) {
            assertThat(afterAnswer(status)).as("%d", status).isFalse();
        }
        for (int status : new int[] {200, 302, 408, 425, 429, 500, 502, 503, 504}) {
            assertThat(afterAnswer(status)).as("%d", status).isTrue();
        }
    }

    private static boolean afterClose(int code, boolean wasStable) {
        return ReconnectDecision.DEFAULT.reconnects(
                new ConnectionLoss(code, "", code != 1006, true, wasStable, OptionalInt.empty(), "", 1));
    }

    private static boolean afterAnswer(int status) {
        return ReconnectDecision.DEFAULT.reconnects(
                new ConnectionLoss(1006, "", false, false, false, OptionalInt.of(status), "refused", 1));
    }
}
