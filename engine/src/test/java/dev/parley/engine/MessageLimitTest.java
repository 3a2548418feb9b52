package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest message: met exactly, and passed by one byte, in one frame and in many. */
final class MessageLimitTest {
    private static final int LIMIT = 1_000;
    private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(LIMIT);

    // RFC 6455 §10.4: implementations "MUST protect themselves against exceeding those limits."
    @ParameterizedTest
    @EnumSource(Role.class)
    void messageOfTheLimitIsAcceptedAndOneMoreByteIsNot(Role role) {
        Endpoint.play(role, LIMITS, e -> e.feed(e.wire().binary(new byte[LIMIT]).binary(new byte[LIMIT])))
                .assertLog(gotBytes(LIMIT), gotBytes(LIMIT));
        Endpoint over = Endpoint.play(role, LIMITS, e -> e.feed(e.wire().binary(new byte[LIMIT + 1])));
        assertThat(over.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 499, 500, 999, 1_000})
    void fragmentsCountTogether(int fragment) {
        for (Role role : Role.values()) {
            Endpoint met = Endpoint.play(role, LIMITS, e -> e.feed(inFragments(e.wire(), LIMIT, fragment)));
            met.assertLog(gotBytes(LIMIT));
            Endpoint over = Endpoint.play(role, LIMITS, e -> e.feed(inFragments(e.wire(), LIMIT + 1, fragment)));
            assertThat(over.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void sumsThatOverflowAreTooBig(Role role) {
        for (long more : new long[] {1L << 31, (1L << 32) - 400, 1L << 32, Long.MAX_VALUE - 400, Long.MAX_VALUE}) {
            Endpoint endpoint = Endpoint.play(
                    role,
                    LIMITS,
                    e -> e.feed(e.wire().frame(Wire.BINARY, new byte[500]).header(Wire.FIN, more)));
            assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void controlFramesBetweenFragmentsDoNotCount(Role role) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            Wire wire = e.wire().frame(Wire.BINARY, new byte[500]);
            for (int i = 0; i < 20; i++) {
                wire.pong("x".repeat(125)).ping("y".repeat(125));
            }
            e.feed(wire.frame(Wire.FIN, new byte[500]));
        });
        assertThat(endpoint.log()).hasSize(61).last().isEqualTo(gotBytes(LIMIT));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void limitOfZeroAcceptsEmptyMessagesOnly(Role role) {
        Limits limits = LIMITS.withMaxMessageBytes(0);
        Endpoint endpoint = Endpoint.play(role, limits, e -> {
            e.feed(e.wire()
                    .text("")
                    .frame(Wire.TEXT, "")
                    .frame(0, "")
                    .frame(Wire.FIN, "")
                    .ping("p"));
            e.feed(e.wire().text("x"));
        });
        assertThat(endpoint.log()).startsWith("got TEXT ", "got TEXT ", "sent PONG 70", "got PING 70");
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
    }

    @Test
    void defaultLimitIs64KiB() {
        Limits limits = Limits.DEFAULT;
        Endpoint endpoint = Endpoint.play(Role.SERVER, limits, e -> {
            e.feed(e.wire().binary(new byte[65_536]).header(0x82, 65_537));
        });
        assertThat(endpoint.log()).first().isEqualTo(gotBytes(65_536));
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
    }

    @Test
    void limitIsNotForWhatWeSend() {
        Endpoint endpoint = Endpoint.of(Role.CLIENT, LIMITS.withMaxMessageBytes(1));
        assertThat(endpoint.send("longer than one byte")).isTrue();
    }

    private static Wire inFragments(Wire wire, int total, int fragment) {
        for (int at = 0; at < total; at += fragment) {
            int size = Math.min(fragment, total - at);
            int fin = at + size == total ? Wire.FIN : 0;
            wire.frame(fin | (at == 0 ? Wire.BINARY : Wire.CONTINUATION), new byte[size]);
        }
        return wire;
    }

    private static String gotBytes(int size) {
        return "got BINARY " + Frame.show(Opcode.BINARY, new byte[size]);
    }
}
