package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport ends, in each state; whatever happens then, the end is told once. */
final class TransportEndTest {
    // RFC 6455 §7.2.1: "If at any point the underlying transport layer connection is unexpectedly lost, the client MUST
    // _Fail the WebSocket Connection_."
    @ParameterizedTest
    @EnumSource(Role.class)
    void endOfAnOpenConnectionIsLost(Role role) {
        assertLost(Endpoint.play(role, e -> afterTheEnd(e)), 0);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endInsideAHeaderIsLost(Role role) {
        assertLost(Endpoint.play(role, e -> afterTheEnd(e.feed(e.wire().header(0x82, 300)))), 0);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endInsideAMessageIsLostAndTheMessageIsNotDelivered(Role role) {
        assertLost(Endpoint.play(role, e -> afterTheEnd(e.feed(e.wire().frame(Wire.TEXT, "half")))), 0);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endInsideACloseFrameIsLost(Role role) {
        assertLost(
                Endpoint.play(
                        role, e -> afterTheEnd(e.feed(e.wire().header(0x88, 10).payload(new byte[] {3, (byte) 0xE8})))),
                0);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endBeforeOurCloseIsAnsweredIsLost(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.close(1000, "bye");
            afterTheEnd(e);
        });
        assertLost(endpoint, 1);
    }

    @Test
    void endAfterTheServersCloseIsClean() {
        Endpoint client =
                Endpoint.play(Role.CLIENT, e -> afterTheEnd(e.feed(e.wire().close(1000, "bye"))));
        client.assertLog("closing 1000 bye", "sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    @Test
    void endAfterTheEndIsNothingNew() {
        Endpoint server =
                Endpoint.play(Role.SERVER, e -> afterTheEnd(e.feed(e.wire().close(1000, "bye"))));
        server.assertLog("closing 1000 bye", "sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    /** Everything that can still happen; the recorder checks that nothing follows the end. */
    private static void afterTheEnd(Endpoint endpoint) {
        for (int i = 0; i < 2; i++) {
            endpoint.engine().receiveEnd();
            assertThat(endpoint.state()).isEqualTo(ReadyState.CLOSED);
            endpoint.feed(endpoint.wire().text("x").ping("x").close(1000, "x").hex("FF FF FF FF"));
            endpoint.engine().advanceTo(Long.MAX_VALUE / 2);
            assertThat(endpoint.send("x")).isFalse();
            assertThat(endpoint.ping("x")).isFalse();
            assertThat(endpoint.close(1000, "x")).isFalse();
            assertThat(endpoint.engine().nextDeadline()).isEqualTo(WebSocketEngine.NO_DEADLINE);
        }
    }

    private static void assertLost(Endpoint endpoint, int framesSent) {
        assertThat(endpoint.ending()).isInstanceOf(Ending.Lost.class);
        assertThat(endpoint.ending().code()).isEqualTo(1006);
        assertThat(endpoint.sent()).hasSize(framesSent);
        // The peer may have ended its direction only: the rest is given up, too, before the end is told.
        assertThat(endpoint.log()).hasSize(framesSent + 2).element(framesSent).isEqualTo("abort");
        assertThat(((Ending.Lost) endpoint.ending()).why()).isNotBlank();
    }
}
