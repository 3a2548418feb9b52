package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who closes first, and what may still come then (RFC 6455 §5.5.1, §7.1). */
final class ClosingHandshakeTest {
    // RFC 6455 §5.5.1: "the endpoint MUST send a Close frame in response." and "The server MUST close the underlying
    // TCP connection immediately".
    @Test
    void serverAnswersTheClientsCloseAndEndsTheTransport() {
        Endpoint server = Endpoint.play(Role.SERVER, e -> e.feed(e.wire().close(1001, "bye")));
        server.assertLog("closing 1001 bye", "sent CLOSE 1001 bye", "finish", "end Clean 1001 bye");
        assertThat(server.state()).isEqualTo(ReadyState.CLOSED);
    }

    @Test
    void clientAnswersTheServersCloseAndWaitsForTheServerToEndTheTransport() {
        Endpoint client = Endpoint.play(Role.CLIENT, e -> {
            e.feed(e.wire().close(1001, "bye"));
            assertThat(e.log()).containsExactly("closing 1001 bye", "sent CLOSE 1001 bye");
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.engine().receiveEnd();
        });
        client.assertLog("closing 1001 bye", "sent CLOSE 1001 bye", "finish", "end Clean 1001 bye");
    }

    // RFC 6455 §7.1.2: "an endpoint MUST send a Close control frame ... whose status code is set to /code/ and whose
    // close reason is set to /reason/."
    // RFC 6455 §5.5.1: "After both sending and receiving a Close message, an endpoint ... MUST close the underlying TCP
    // connection."
    @Test
    void serverThatClosesFirstEndsTheTransportWhenItIsAnswered() {
        Endpoint server = Endpoint.play(Role.SERVER, e -> {
            assertThat(e.close(1001, "bye")).isTrue();
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            e.feed(e.wire().close(1001, "bye"));
        });
        server.assertLog("sent CLOSE 1001 bye", "finish", "end Clean 1001 bye");
    }

    // RFC 6455 §5.5.1: "After both sending and receiving a Close message, an endpoint ... MUST close the underlying TCP
    // connection."
    @Test
    void clientThatClosesFirstWaitsForTheServerToEndTheTransport() {
        Endpoint client = Endpoint.play(Role.CLIENT, e -> {
            assertThat(e.close(1001, "bye")).isTrue();
            e.feed(e.wire().close(1001, "bye"));
            assertThat(e.state()).isEqualTo(ReadyState.CLOSING);
            assertThat(e.log()).containsExactly("sent CLOSE 1001 bye");
            e.engine().receiveEnd();
        });
        client.assertLog("sent CLOSE 1001 bye", "finish", "end Clean 1001 bye");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whenBothCloseAtOnceEachReportsTheOthersCodeAndNoneAnswers(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.close(4001, "mine");
            e.feed(e.wire().close(4002, "yours"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog("sent CLOSE 4001 mine", "finish", "end Clean 4002 yours");
        assertThat(endpoint.ending().code()).isEqualTo(4002);
        assertThat(endpoint.ending().reason()).isEqualTo("yours");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatThePeerSentBeforeItSawOurCloseIsDelivered(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.close(1000, "bye");
            e.feed(e.wire()
                    .text("still")
                    .frame(Wire.BINARY, "\1")
                    .frame(Wire.FIN, "\2")
                    .pong("p"));
            e.feed(e.wire().close(1000, "bye"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog(
                "sent CLOSE 1000 bye",
                "got TEXT still",
                "got BINARY 0102",
                "got PONG 70",
                "finish",
                "end Clean 1000 bye");
    }

    // RFC 6455 §5.5.2: "an endpoint MUST send a Pong frame in response, unless it already received a Close frame."
    @ParameterizedTest
    @EnumSource(Role.class)
    void pingIsAnsweredBeforeAndAfterOurCloseButNotAfterThePeers(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire().ping("1"));
            e.close(1000, "bye");
            e.feed(e.wire().ping("2").close(1000, "bye").ping("3"));
            e.feed(e.wire().ping("4"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog(
                "sent PONG 31",
                "got PING 31",
                "sent CLOSE 1000 bye",
                "sent PONG 32",
                "got PING 32",
                "finish",
                "end Clean 1000 bye");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whateverFollowsThePeersCloseIsIgnored(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire()
                    .close(1000, "bye")
                    .text("x")
                    .ping("x")
                    .pong("x")
                    .close(3000, "y")
                    .hex("FF FF FF"));
            e.feed(e.wire().text("x"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog("closing 1000 bye", "sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeBetweenTheFragmentsOfAMessageDropsTheMessage(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire().frame(Wire.TEXT, "half").close(1000, "bye").frame(Wire.FIN, "other half"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog("closing 1000 bye", "sent CLOSE 1000 bye", "finish", "end Clean 1000 bye");
    }

    // RFC 6455 §6.1: "The endpoint MUST ensure the WebSocket connection is in the OPEN state".
    // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
    @ParameterizedTest
    @EnumSource(Role.class)
    void nothingIsSentOnceAnyCloseWentOutOrCameIn(Role role) {
        Endpoint first = Endpoint.play(role, e -> {
            e.close(1000, "");
            assertSendsNothing(e);
        });
        first.assertLog("sent CLOSE 1000");
        Endpoint second = Endpoint.play(role, e -> {
            e.feed(e.wire().close(1000, ""));
            assertSendsNothing(e);
        });
        assertThat(second.sent()).hasSize(1);
    }

    private static void assertSendsNothing(Endpoint endpoint) {
        assertThat(endpoint.send("late")).isFalse();
        assertThat(endpoint.ping("late")).isFalse();
        assertThat(endpoint.close(1000, "again")).isFalse();
    }
}
