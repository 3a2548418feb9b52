package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that go out compressed, read by {@link DeflateReader}, which shares nothing with the engine. */
final class DeflatingTest {
    static IntStream windowBits() {
        return IntStream.rangeClosed(8, 15);
    }

    // RFC 7692 §7.2.1: "An endpoint MUST NOT use an LZ77 sliding window longer than 32,768 bytes to compress messages
    // to send."
    // RFC 7692 §7.2.1: "If the 'agreed parameters' contain the 'client_max_window_bits' extension parameter with a
    // value of w, the client MUST NOT use an LZ77 sliding window longer than the w-th power of 2 bytes" and "If the
    // 'agreed parameters' contain the 'server_max_window_bits' extension parameter with a value of w, the server MUST
    // NOT use an LZ77 sliding window longer than the w-th power of 2 bytes".
    @ParameterizedTest
    @MethodSource("windowBits")
    void noReferenceReachesFartherThanTheWindow(int bits) {
        for (boolean context : new boolean[] {false, true}) {
            Endpoint endpoint = Endpoint.of(Role.SERVER, Limits.DEFAULT, Deflated.agreement(context, bits));
            DeflateReader reader = new DeflateReader();
            Random random = new Random(bits);
            for (int i = 0; i < 60; i++) {
                byte[] message = message(random);
                endpoint.engine().send(Opcode.BINARY, ByteBuffer.wrap(message));
                assertThat(read(endpoint.takeBytes(), context ? reader : new DeflateReader()))
                        .isEqualTo(message);
            }
            // The messages repeat themselves at every distance: with no bound there would be larger ones.
            if (context) {
                assertThat(reader.farthest()).isBetween((1 << bits) * 3 / 4, 1 << bits);
                assertThat(reader.farthestIntoEarlier()).isPositive();
            }
        }
    }

    // RFC 7692 §7.2.1: "the client MUST start compressing each new message with an empty LZ77 sliding window" and "the
    // server MUST start compressing each new message with an empty LZ77 sliding window."
    @ParameterizedTest
    @MethodSource("windowBits")
    void withoutContextNoMessageRefersToAnEarlierOne(int bits) {
        Endpoint endpoint = Endpoint.of(Role.SERVER, Limits.DEFAULT, Deflated.agreement(false, bits));
        byte[] message = Wire.utf8("the same again and again, and as small as that: the same again and again");
        byte[] first = null;
        for (int i = 0; i < 5; i++) {
            endpoint.engine().send(Opcode.TEXT, ByteBuffer.wrap(message));
            byte[] sent = endpoint.takeBytes();
            assertThat(sent).isEqualTo(first == null ? sent : first);
            first = sent;
        }
    }

    // RFC 7692 §7.2.1: "When any DEFLATE block with the 'BFINAL' bit set to 1 doesn't end at a byte boundary, an
    // endpoint MUST add minimal padding bits of 0 to make it end at a byte boundary." There is none to pad.
    @ParameterizedTest
    @MethodSource("windowBits")
    void noBlockSaysThatItIsTheLast(int bits) {
        for (boolean context : new boolean[] {false, true}) {
            Endpoint endpoint = Endpoint.of(Role.CLIENT, Limits.DEFAULT, Deflated.agreement(context, bits));
            DeflateReader reader = new DeflateReader();
            Random random = new Random(bits);
            for (int i = 0; i < 20; i++) {
                endpoint.engine().send(Opcode.BINARY, ByteBuffer.wrap(message(random)));
                read(endpoint.takeBytes(), reader);
            }
            assertThat(reader.blocks()).isGreaterThan(20);
            assertThat(reader.lastBlocks()).isZero();
        }
    }

    /** The claim of the tests above, turned round: the reader does notice what must not be. */
    @Test
    void readerTellsHowFarReferencesReachAndWhichBlocksAreTheLast() {
        byte[] message = new byte[3_000];
        new Random(1).nextBytes(message);
        System.arraycopy(message, 0, message, 2_500, 300);
        DeflateReader reader = new DeflateReader();
        assertThat(reader.read(Deflated.withTail(Deflated.message(message)))).isEqualTo(message);
        assertThat(reader.farthest()).isEqualTo(2_500);
        assertThat(reader.farthestIntoEarlier()).isZero();
        assertThat(reader.lastBlocks()).isZero();
        // RFC 7692 §7.2.3.4 has these bytes.
        assertThat(reader.read(new byte[] {(byte) 0xF3, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 0x07, 0x00}))
                .isEqualTo(Wire.utf8("Hello"));
        assertThat(reader.lastBlocks()).isEqualTo(1);
    }

    // RFC 7692 §5: "both endpoints MUST use the algorithm described in Section 6 and the message payload transformation
    // (compressing and decompressing) procedure of the PMCE configured with the 'agreed parameters'".
    // RFC 7692 §6.1: "An endpoint MUST use the following algorithm to send a message in the form of a compressed
    // message."
    @Property(tries = 300)
    void whatOneEngineDeflatesTheOtherInflates(
            @ForAll boolean context,
            @ForAll @IntRange(min = 8, max = 15) int bits,
            @ForAll @IntRange(min = 0, max = 9) int level,
            @ForAll @IntRange(min = 0, max = 300) int threshold,
            @ForAll Role role,
            @ForAll long seed) {
        Agreement agreement = Deflated.agreement(new Deflate(context, context, bits, bits, threshold, level));
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1 << 20);
        Endpoint from = Endpoint.of(role, limits, agreement);
        Endpoint to = Endpoint.of(role == Role.SERVER ? Role.CLIENT : Role.SERVER, limits, agreement);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            byte[] message = message(random);
            ByteBuffer payload = Feeding.buffer(message, random.nextInt(72));
            int position = payload.position();
            assertThat(from.engine().send(Opcode.BINARY, payload)).isTrue();
            assertThat(payload.position()).isEqualTo(position);
            Feeding.RANDOM_1.feed(from.takeBytes(), to.engine()::receive);
            assertThat(to.log()).last().isEqualTo("got BINARY " + Frame.show(Opcode.BINARY, message));
        }
    }

    // RFC 7692 §6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames and non-first
    // fragments of a data message."
    // RFC 7692 §7.2.1: "Note that for non-final fragments, the removal of 0x00 0x00 0xff 0xff MUST NOT be done": put
    // together, they are whole.
    @ParameterizedTest
    @EnumSource(Role.class)
    void onlyTheFirstFrameOfAMessageSaysThatItIsCompressed(Role role) {
        Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.ALONE);
        byte[] large = message(new Random(2), 200_000);
        endpoint.engine().send(Opcode.TEXT, ByteBuffer.wrap(large));
        List<Frame> frames = endpoint.sent();
        assertThat(frames).hasSizeGreaterThan(2);
        assertThat(frames.get(0).opcode()).isEqualTo(Opcode.TEXT);
        assertThat(frames.get(0).compressed()).isTrue();
        for (Frame frame : frames.subList(1, frames.size())) {
            assertThat(frame.opcode()).isEqualTo(Opcode.CONTINUATION);
            assertThat(frame.compressed()).isFalse();
            assertThat(frame.fin()).isEqualTo(frame == frames.get(frames.size() - 1));
        }
        assertThat(read(endpoint.sentBytes(), new DeflateReader())).isEqualTo(large);
    }

    // RFC 7692 §6.1: "An endpoint MUST use the following algorithm to send a message in the form of an uncompressed
    // message."
    @ParameterizedTest
    @EnumSource(Role.class)
    void whatWouldGrowIsSentAsItIs(Role role) {
        byte[] noise = new byte[10_000];
        new Random(3).nextBytes(noise);
        for (byte[] message : new byte[][] {new byte[0], {1}, Wire.utf8("x"), noise}) {
            Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.ALONE);
            // Not at the beginning of its buffer, so that places are not taken for lengths.
            byte[] inside = new byte[7_000 + message.length];
            System.arraycopy(message, 0, inside, 7_000, message.length);
            endpoint.engine().send(Opcode.BINARY, ByteBuffer.wrap(inside, 7_000, message.length));
            assertThat(endpoint.sent()).hasSize(1);
            assertThat(endpoint.sent().get(0).compressed()).isFalse();
            assertThat(endpoint.sent().get(0).payload()).isEqualTo(message);
        }
    }

    /** Larger than what is compressed at a time, and not at the beginning of its buffer. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void muchThatWouldGrowInASmallWindowIsSentAsItIs(Role role) {
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.agreement(false, 8));
        endpoint.engine().send(Opcode.BINARY, ByteBuffer.wrap(noise, 50_000, 50_000));
        assertThat(endpoint.sent()).extracting(Frame::compressed).containsExactly(false);
        assertThat(endpoint.sent().get(0).payload()).isEqualTo(Arrays.copyOfRange(noise, 50_000, 100_000));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatWouldStayAsLongAsItIsIsSentAsItIs(Role role) {
        String same = Stream.iterate("a", text -> text + "a")
                .filter(text -> Deflated.message(text).length == text.length())
                .findFirst()
                .orElseThrow();
        Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.ALONE);
        endpoint.send(same);
        endpoint.send(same + "a");
        assertThat(endpoint.sent()).extracting(Frame::compressed).containsExactly(false, true);
    }

    /** Cutting costs bytes: the largest window needs none. */
    @Test
    void largestWindowIsAsSmallAsZlibMakesIt() {
        byte[] large = message(new Random(5), 200_000);
        Endpoint endpoint = Endpoint.of(Role.SERVER, Limits.DEFAULT, Deflated.ALONE);
        endpoint.engine().send(Opcode.BINARY, ByteBuffer.wrap(large));
        int sent = endpoint.sent().stream()
                .mapToInt(frame -> frame.payload().length)
                .sum();
        assertThat(sent).isLessThanOrEqualTo(Deflated.message(large).length);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void belowTheThresholdNothingIsCompressedAndFromItOnEverythingIs(Role role) {
        Endpoint endpoint =
                Endpoint.of(role, Limits.DEFAULT, Deflated.agreement(new Deflate(false, false, 15, 15, 100, 6)));
        endpoint.engine().send(Opcode.TEXT, ByteBuffer.wrap(new byte[99]));
        endpoint.engine().send(Opcode.TEXT, ByteBuffer.wrap(new byte[100]));
        assertThat(endpoint.sent()).extracting(Frame::compressed).containsExactly(false, true);
    }

    // RFC 7692 §6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames".
    @ParameterizedTest
    @EnumSource(Role.class)
    void controlFramesAreNeverCompressed(Role role) {
        Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.ALONE);
        endpoint.ping("a ping as long as some messages are, and longer: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        endpoint.feed(endpoint.wire().ping("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        endpoint.close(1000, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        assertThat(endpoint.sent()).hasSize(3).noneMatch(Frame::compressed);
    }

    /** Text, noise and repetition at all distances, in all sizes that matter. */
    private static byte[] message(Random random) {
        return message(random, random.nextInt(6) == 0 ? 10_000 + random.nextInt(90_000) : 1 + random.nextInt(3_000));
    }

    private static byte[] message(Random random, int size) {
        byte[] message = new byte[size];
        int at = 0;
        while (at < size) {
            int length = Math.min(size - at, 3 + random.nextInt(300));
            if (at > 0 && random.nextBoolean()) {
                int distance = 1 + random.nextInt(at);
                for (int end = at + length; at < end; at++) {
                    message[at] = message[at - distance];
                }
            } else {
                for (int end = at + length; at < end; at++) {
                    message[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 'a' + random.nextInt(4));
                }
            }
        }
        return message;
    }

    /** The message in these frames, inflated if they say so. */
    private static byte[] read(byte[] bytes, DeflateReader reader) {
        List<Frame> frames = Frame.all(bytes);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        frames.forEach(frame -> message.writeBytes(frame.payload()));
        byte[] whole = message.toByteArray();
        if (!frames.get(0).compressed()) {
            return whole;
        }
        assertThat(whole.length < 4 || !Arrays.equals(tail(whole), new byte[] {0, 0, -1, -1}))
                .as("the tail is removed")
                .isTrue();
        return reader.read(Deflated.withTail(whole));
    }

    private static byte[] tail(byte[] whole) {
        return Arrays.copyOfRange(whole, whole.length - 4, whole.length);
    }
}
