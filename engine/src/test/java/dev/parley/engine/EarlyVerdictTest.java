package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is waited for once it is clear that a rule is broken: the last byte of each of these streams breaks it, and no
 * byte before does.
 */
final class EarlyVerdictTest {
    private static final Limits LIMITS = BrokenRule.LIMITS;

    static Stream<Arguments> bothRoles() {
        // Only the mask bit differs, so what a server sees is written down, and a client sees it without that bit.
        return Stream.of(
                Arguments.of(Violation.RESERVED_BIT_SET, "C1"),
                Arguments.of(Violation.RESERVED_BIT_SET, "A2"),
                Arguments.of(Violation.RESERVED_BIT_SET, "99"),
                Arguments.of(Violation.RESERVED_BIT_SET, "F3"),
                Arguments.of(Violation.UNKNOWN_OPCODE, "83"),
                Arguments.of(Violation.UNKNOWN_OPCODE, "0B"),
                Arguments.of(Violation.UNKNOWN_OPCODE, "8F"),
                Arguments.of(Violation.CONTROL_FRAGMENTED, "08"),
                Arguments.of(Violation.CONTROL_FRAGMENTED, "09"),
                Arguments.of(Violation.CONTROL_FRAGMENTED, "0A"),
                Arguments.of(Violation.CONTINUATION_WITHOUT_START, "80"),
                Arguments.of(Violation.CONTINUATION_WITHOUT_START, "00"),
                Arguments.of(Violation.CONTROL_TOO_LONG, "89 FE"),
                Arguments.of(Violation.CONTROL_TOO_LONG, "88 FF"),
                Arguments.of(Violation.LENGTH_NOT_MINIMAL, "82 FE 00 7D"),
                Arguments.of(Violation.LENGTH_NEGATIVE, "82 FF 80"),
                Arguments.of(Violation.LENGTH_NEGATIVE, "82 FF FF"),
                Arguments.of(Violation.MESSAGE_TOO_BIG, "82 FE 03 E9"),
                Arguments.of(Violation.MESSAGE_TOO_BIG, "82 FF 00 00 00 00 00 01 00 00"),
                Arguments.of(Violation.MESSAGE_TOO_BIG, "82 FF 7F FF FF FF FF FF FF FF"));
    }

    @ParameterizedTest
    @MethodSource("bothRoles")
    void headerIsRefusedAtItsFirstWrongByte(Violation violation, String hex) {
        byte[] toServer = Wire.to(Role.SERVER).hex(hex).bytes();
        assertFailsAtItsLastByte(Role.SERVER, violation, toServer);
        byte[] toClient = toServer.clone();
        if (toClient.length > 1) {
            toClient[1] &= 0x7F;
        }
        assertFailsAtItsLastByte(Role.CLIENT, violation, toClient);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void messageInsideAnotherIsRefusedAtItsFirstByte(Role role) {
        Wire wire = Wire.to(role).frame(Wire.TEXT, "x").hex("82");
        assertFailsAtItsLastByte(role, Violation.MESSAGE_INTERRUPTED, wire.bytes());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void wrongMaskBitIsRefusedAtTheSecondByte(Role role) {
        Violation violation = role == Role.SERVER ? Violation.FRAME_NOT_MASKED : Violation.FRAME_MASKED;
        int mask = role == Role.SERVER ? 0 : 0x80;
        for (int length : new int[] {0, 1, 125, 126, 127}) {
            assertFailsAtItsLastByte(role, violation, new byte[] {(byte) 0x82, (byte) (mask | length)});
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void sumOfFragmentsOverTheLimitIsRefusedBeforeTheMaskingKey(Role role) {
        Wire wire = Wire.to(role)
                .frame(Wire.BINARY, new byte[600])
                .frame(0, new byte[400])
                .header(0, 1);
        assertFailsAtItsLastByte(role, Violation.MESSAGE_TOO_BIG, wire.bytes());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fragmentTooManyIsRefusedAtItsLength(Role role) {
        Wire empty =
                Wire.to(role).frame(Wire.BINARY, "").frame(0, "").frame(0, "").header(0, 0);
        assertFailsAtItsLastByte(role, Violation.EMPTY_FRAGMENTS, empty.bytes());
        Wire small = Wire.to(role).frame(Wire.BINARY, new byte[60]);
        small.frame(0, "x").frame(0, "x").frame(0, "x").header(0, 16);
        assertFailsAtItsLastByte(role, Violation.FRAGMENTS_TOO_SMALL, small.bytes());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void badTextIsRefusedAtItsFirstBadByteInsideAFrame(Role role) {
        byte[] text = Wire.utf8("κόσμε plus enough ASCII for a whole word …");
        text[text.length - 1] = (byte) 0xC0;
        byte[] bytes =
                Wire.to(role).header(Wire.FIN | Wire.TEXT, 500).payload(text).bytes();
        assertFailsAtItsLastByte(role, Violation.TEXT_NOT_UTF8, bytes);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void badTextIsRefusedAtItsFirstBadByteAcrossFragments(Role role) {
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0};
        Wire wire = Wire.to(role).frame(Wire.TEXT, Arrays.copyOf(surrogate, 1)).ping("between");
        wire.header(0, 300).payload(Arrays.copyOfRange(surrogate, 1, 2));
        assertFailsAtItsLastByte(role, Violation.TEXT_NOT_UTF8, wire.bytes());
    }

    private static void assertFailsAtItsLastByte(Role role, Violation violation, byte[] bytes) {
        Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
            e.feed(Arrays.copyOf(bytes, bytes.length - 1));
            assertThat(e.state()).as("one byte before").isEqualTo(ReadyState.OPEN);
            e.feed(Arrays.copyOfRange(bytes, bytes.length - 1, bytes.length));
        });
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(violation));
    }
}
