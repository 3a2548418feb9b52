package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payload lengths around each change of form, both ways (RFC 6455 §5.2). */
final class LengthTest {
    private static final int LARGEST = 1 << 20;
    private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(LARGEST);

    // RFC 6455 §6.1: "An endpoint MUST encapsulate the /data/ in a WebSocket frame as defined in Section 5.2."
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537, LARGEST})
    void messageOfThisLengthIsReceivedAndSent(int length) {
        byte[] payload = Wire.pattern(length);
        String shown = "BINARY " + Frame.show(Opcode.BINARY, payload);
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.play(role, LIMITS, e -> {
                e.feed(e.wire().binary(payload).text("next"));
                for (int kind = 0; kind < 8; kind++) {
                    ByteBuffer out = Feeding.buffer(payload, kind);
                    int position = out.position();
                    assertThat(e.engine().send(Opcode.BINARY, out.asReadOnlyBuffer()))
                            .isTrue();
                    assertThat(e.engine().send(Opcode.BINARY, out)).isTrue();
                    assertThat(out.position()).as("the position stays").isEqualTo(position);
                }
            });
            assertThat(endpoint.log())
                    .startsWith("got " + shown, "got TEXT next")
                    .hasSize(18);
            assertThat(endpoint.log().subList(2, 18)).containsOnly("sent " + shown);
            // RFC 6455 §5.1: "a client MUST mask all frames that it sends to the server" and "A server MUST NOT mask
            // any frames that it sends to the client."
            // RFC 6455 §6.1: "If the data is being sent by the client, the frame(s) MUST be masked as defined in
            // Section 5.3."
            assertThat(endpoint.sent()).allMatch(frame -> frame.masked() == (role == Role.CLIENT));
        }
    }

    // RFC 6455 §6.1: "The FIN bit (frame-fin) of the last frame containing the data MUST be set to 1".
    // RFC 6455 §5.3: "A masked frame MUST have the field frame-masked set to 1".
    // RFC 6455 §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length".
    @ParameterizedTest
    @CsvSource({
        "0,      82 00",
        "125,    82 7D",
        "126,    82 7E 00 7E",
        "127,    82 7E 00 7F",
        "65535,  82 7E FF FF",
        "65536,  82 7F 00 00 00 00 00 01 00 00",
        "1048576,82 7F 00 00 00 00 00 10 00 00"
    })
    void sentLengthTakesItsShortestForm(int length, String header) {
        byte[] expected = HexFormat.of().parseHex(header.replace(" ", ""));
        Endpoint server = Endpoint.of(Role.SERVER);
        server.engine().send(Opcode.BINARY, ByteBuffer.allocate(length));
        assertThat(server.sentBytes()).startsWith(expected).hasSize(expected.length + length);
        Endpoint client = Endpoint.of(Role.CLIENT);
        client.engine().send(Opcode.BINARY, ByteBuffer.allocate(length));
        expected[1] |= (byte) 0x80;
        assertThat(client.sentBytes()).startsWith(expected).hasSize(expected.length + 4 + length);
    }

    /** Never what lies before or behind it, wherever and however the bytes are kept. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void justTheBytesFromPositionToLimitAreSent(Role role) {
        byte[] payload = Wire.utf8("only this");
        for (int kind = 0; kind < 72; kind++) {
            ByteBuffer buffer = Feeding.buffer(payload, kind);
            for (ByteBuffer sent : new ByteBuffer[] {buffer, buffer.asReadOnlyBuffer(), buffer.slice()}) {
                Endpoint endpoint = Endpoint.of(role);
                endpoint.engine().send(Opcode.BINARY, sent);
                endpoint.engine().ping(sent);
                assertThat(endpoint.sent()).extracting(Frame::payload).containsExactly(payload, payload);
                assertThat(sent.remaining()).isEqualTo(payload.length);
            }
        }
    }

    // RFC 6455 §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length".
    @ParameterizedTest
    @EnumSource(Role.class)
    void longerFormThanNeededIsRefused(Role role) {
        for (long length : new long[] {0, 1, 125, 126, 127, 65_534, 65_535, 65_536}) {
            assertForm(role, length, 2, length > 125);
            assertForm(role, length, 8, length > 65_535);
        }
    }

    private static void assertForm(Role role, long length, int lengthBytes, boolean allowed) {
        if (lengthBytes == 2 && length > 65_535) {
            return;
        }
        Endpoint endpoint =
                Endpoint.play(role, LIMITS, e -> e.feed(e.wire().header(Wire.FIN | Wire.BINARY, length, lengthBytes)));
        if (allowed) {
            endpoint.assertLog();
        } else {
            assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.LENGTH_NOT_MINIMAL));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Integer.MAX_VALUE - 7L,
                Integer.MAX_VALUE,
                1L << 31,
                (1L << 31) + 1,
                0xFFFF_FFFFL,
                1L << 32,
                (1L << 32) + 5,
                (1L << 32) + (1L << 31),
                1L << 62,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE
            })
    void lengthThatNoArrayCouldHoldIsTooBigWhateverTheLimit(long length) {
        for (Role role : Role.values()) {
            for (int limit : new int[] {0, 10, 65_536, Limits.MAX_MESSAGE_BYTES}) {
                Limits limits = Limits.DEFAULT.withMaxMessageBytes(limit);
                for (int first : new int[] {Wire.BINARY, Wire.FIN | Wire.BINARY, Wire.FIN | Wire.TEXT}) {
                    Endpoint alone =
                            Endpoint.play(role, limits, e -> e.feed(e.wire().header(first, length)));
                    assertThat(alone.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
                }
            }
        }
    }

    // RFC 6455 §5.2: "the most significant bit MUST be 0".
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 5, -1, -65_536, 0xFFFF_FFFF_0000_0005L})
    void lengthWithItsHighestBitSetIsRefusedAsNegative(long length) {
        for (Role role : Role.values()) {
            Endpoint endpoint = Endpoint.play(role, e -> e.feed(e.wire().header(0x82, length)));
            assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.LENGTH_NEGATIVE));
        }
    }
}
