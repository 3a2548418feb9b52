package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler calls back into the engine while the engine calls it. */
final class CallsFromHandlersTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void messageIsAnsweredFromInsideOnMessage(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("got TEXT", () -> {
                assertThat(e.send("answer")).isTrue();
                assertThat(e.ping("?")).isTrue();
            });
            e.feed(e.wire().text("1").frame(Wire.TEXT, "2").frame(Wire.FIN, "3"));
        });
        endpoint.assertLog(
                "got TEXT 1", "sent TEXT answer", "sent PING 3f", "got TEXT 23", "sent TEXT answer", "sent PING 3f");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void payloadIsEchoedFromInsideOnMessage(Role role) {
        // Straight from the received bytes to the outgoing ones, with no copy between: it must be the payload's own
        // part.
        for (Feeding feeding : Feeding.ALL) {
            Recorder outbox = new Recorder();
            WebSocketEngine[] engine = new WebSocketEngine[1];
            EngineHandler echo = new EngineHandler() {
                @Override
                public void onMessage(Opcode kind, ByteBuffer payload) {
                    int position = payload.position();
                    engine[0].send(kind, payload);
                    assertThat(payload.position()).isEqualTo(position);
                }

                @Override
                public void onEnd(Ending ending) {}
            };
            engine[0] = role == Role.SERVER
                    ? WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, echo, outbox)
                    : WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 77, echo, outbox);
            Wire wire = Wire.to(role)
                    .text("one")
                    .binary(Wire.pattern(40_000))
                    .frame(Wire.TEXT, "t")
                    .frame(0x80, "wo");
            feeding.feed(wire.bytes(), engine[0]::receive);
            assertThat(outbox.log())
                    .containsExactly(
                            "sent TEXT one",
                            "sent BINARY " + Frame.show(Opcode.BINARY, Wire.pattern(40_000)),
                            "sent TEXT two");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void pingIsFollowedByAMessageFromInsideOnPing(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("got PING", () -> assertThat(e.send("after the pong")).isTrue());
            e.feed(e.wire().frame(Wire.TEXT, "a").ping("p").frame(Wire.FIN, "b"));
        });
        endpoint.assertLog("sent PONG 70", "got PING 70", "sent TEXT after the pong", "got TEXT ab");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeFromInsideOnMessageLetsWhatFollowsIn(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("got TEXT 1", () -> assertThat(e.close(1000, "enough")).isTrue());
            e.feed(e.wire().text("1").text("2").close(1000, "enough").text("3"));
            e.engine().receiveEnd();
        });
        endpoint.assertLog("got TEXT 1", "sent CLOSE 1000 enough", "got TEXT 2", "finish", "end Clean 1000 enough");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeFromInsideOnPingAndOnPongIsSentOnce(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("got P", () -> e.close(3000, "pinged"));
            e.feed(e.wire().ping("").pong("").ping(""));
        });
        endpoint.assertLog("sent PONG ", "got PING ", "sent CLOSE 3000 pinged", "got PONG ", "sent PONG ", "got PING ");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeFromInsideOnMessageBeforeABrokenRuleIsTheOnlyClose(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("got TEXT", () -> e.close(1000, "enough"));
            e.feed(e.wire().text("1").hex("83 00"));
        });
        endpoint.assertLog("got TEXT 1", "sent CLOSE 1000 enough", "finish", "end Failed UNKNOWN_OPCODE");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsSaidFromInsideOnClosingGoesOutBeforeTheAnswer(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("closing", () -> e.send("last words"));
            e.feed(e.wire().close(1000, ""));
            assertSendsNothing(e);
            e.engine().receiveEnd();
        });
        endpoint.assertLog("closing 1000", "sent TEXT last words", "sent CLOSE 1000", "finish", "end Clean 1000");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nothingCanBeSentFromInsideOnEnd(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.whenever("end", () -> {
                assertThat(e.state()).isEqualTo(ReadyState.CLOSED);
                assertSendsNothing(e);
            });
            e.feed(e.wire().hex("FF"));
        });
        assertThat(endpoint.log()).hasSize(3);
    }

    private static void assertSendsNothing(Endpoint endpoint) {
        assertThat(endpoint.send("x")).isFalse();
        assertThat(endpoint.ping("x")).isFalse();
        assertThat(endpoint.close(1000, "x")).isFalse();
    }
}
