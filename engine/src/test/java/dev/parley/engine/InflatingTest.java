package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed messages that come in: each fed whole, byte by byte and at random cuts. */
final class InflatingTest {
    private static final int FIRST = Wire.FIN | Deflated.RSV1;

    // RFC 7692 §6.2: "An endpoint MUST use the following algorithm to receive a message in the form of a compressed
    // message."
    @ParameterizedTest
    @EnumSource(CompressedForm.class)
    void everyWayToCompressIsUnderstood(CompressedForm form) {
        for (Role role : Role.values()) {
            for (Agreement agreement : new Agreement[] {Deflated.ALONE, Deflated.WITH_CONTEXT}) {
                byte[] payload = form.bytes();
                // Twice, since the first must leave nothing behind that spoils the second.
                Endpoint endpoint = Endpoint.play(
                        role,
                        Limits.DEFAULT,
                        agreement,
                        e -> e.feed(e.wire()
                                .frame(FIRST | Wire.TEXT, payload)
                                .frame(FIRST | Wire.BINARY, payload)
                                .frame(FIRST | Wire.TEXT, Deflated.message("after"))));
                assertThat(endpoint.log())
                        .as("%s, %s", form, role)
                        .containsExactly(
                                "got TEXT " + form.message(),
                                "got BINARY " + Frame.show(Opcode.BINARY, Wire.utf8(form.message())),
                                "got TEXT after");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void laterMessageRefersToAnEarlierOne(Role role) {
        // RFC 7692 §7.2.3.2 has these bytes: the second one is a reference to the first.
        // RFC 7692 §7.2.2: "Otherwise, the client MUST decompress each new message using the LZ77 sliding window used
        // to process the last compressed message" and "Otherwise, the server MUST decompress each new message using
        // the LZ77 sliding window used to process the last compressed message."
        // RFC 7692 §6.2: "An endpoint MUST use the following algorithm to receive a message in the form of an
        // uncompressed message."
        Endpoint endpoint = Endpoint.play(
                role,
                Limits.DEFAULT,
                Deflated.WITH_CONTEXT,
                e -> e.feed(e.wire()
                        .frame(FIRST | Wire.TEXT, new byte[1])
                        .frame(
                                FIRST | Wire.TEXT,
                                Wire.to(role).hex("F2 48 CD C9 C9 07 00").bytes())
                        .text("uncompressed, in between")
                        .frame(
                                FIRST | Wire.TEXT,
                                Wire.to(role).hex("F2 00 11 00 00").bytes())));
        endpoint.assertLog("got TEXT ", "got TEXT Hello", "got TEXT uncompressed, in between", "got TEXT Hello");
    }

    /** No sender at hand does this, but nothing forbids it: the window goes on where the stream of blocks does not. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void whatFollowsAFinalBlockRefersToBeforeIt(Role role) {
        byte[] lastBlock = Wire.to(role).hex("F3 48 CD C9 C9 07 00").bytes();
        byte[] again = Wire.to(role).hex("F2 00 11 00 00").bytes();
        byte[] both = Wire.to(role).raw(lastBlock).raw(again).bytes();
        Endpoint endpoint = Endpoint.play(
                role,
                Limits.DEFAULT,
                Deflated.WITH_CONTEXT,
                e -> e.feed(e.wire()
                        .frame(FIRST | Wire.TEXT, lastBlock)
                        .frame(FIRST | Wire.TEXT, again)
                        .frame(FIRST | Wire.TEXT, both)));
        endpoint.assertLog("got TEXT Hello", "got TEXT Hello", "got TEXT HelloHello");
    }

    // RFC 7692 §7.2.2: "Otherwise, the client MUST use a 32,768-byte LZ77 sliding window to decompress received
    // messages" and "Otherwise, the server MUST use a 32,768-byte LZ77 sliding window to decompress received
    // messages."
    @ParameterizedTest
    @EnumSource(Role.class)
    void referenceMayReachBackTheWholeWindow(Role role) {
        byte[] window = Wire.pattern(32_768);
        Wire stored = Wire.to(role).hex("00 00 80 FF 7F").raw(window).hex("00");
        // One reference, 258 bytes long and 32,768 back, in a fixed block; and the header of the empty one.
        byte[] reference = Wire.to(role).hex("1A BD FF 1F 00").bytes();
        Endpoint endpoint = Endpoint.play(
                role,
                Limits.DEFAULT,
                Deflated.WITH_CONTEXT,
                e -> e.feed(e.wire().frame(FIRST | Wire.BINARY, stored.bytes()).frame(FIRST | Wire.BINARY, reference)));
        endpoint.assertLog(
                "got BINARY " + Frame.show(Opcode.BINARY, window),
                "got BINARY " + Frame.show(Opcode.BINARY, Arrays.copyOf(window, 258)));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void messageIsSplitIntoFragmentsAtAnyByteWithControlFramesBetween(Role role) {
        byte[] compressed = Deflated.message("split wherever it may be, even at the ends: κόσμε");
        for (int at = 0; at <= compressed.length; at++) {
            byte[] head = Arrays.copyOf(compressed, at);
            byte[] rest = Arrays.copyOfRange(compressed, at, compressed.length);
            Endpoint endpoint = Endpoint.play(
                    role,
                    Limits.DEFAULT,
                    Deflated.ALONE,
                    e -> e.feed(e.wire()
                            .frame(Deflated.RSV1 | Wire.TEXT, head)
                            .pong("between")
                            .frame(Wire.CONTINUATION, rest)
                            .frame(Wire.FIN, "")));
            endpoint.assertLog("got PONG 6265747765656e", "got TEXT split wherever it may be, even at the ends: κόσμε");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void streamOfLargeMessagesKeepsItsContext(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1 << 20);
        Deflater deflater = new Deflater(6, true);
        Wire wire = Wire.to(role);
        StringBuilder expected = new StringBuilder();
        for (int size : new int[] {1, 5, 16_384, 16_385, 100_000, 200_000, 32_768}) {
            byte[] message = Wire.pattern(size);
            wire.frame(FIRST | Wire.BINARY, Deflated.next(deflater, message));
            expected.append("got BINARY ")
                    .append(Frame.show(Opcode.BINARY, message))
                    .append('\n');
        }
        byte[] bytes = wire.bytes();
        Endpoint endpoint = Endpoint.play(role, limits, Deflated.WITH_CONTEXT, e -> e.feed(bytes));
        assertThat(String.join("\n", endpoint.log()) + "\n").isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void limitCountsInflatedBytesToTheByte(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(70_000);
        for (int over = 0; over <= 1; over++) {
            byte[] compressed = Deflated.message(new byte[70_000 + over]);
            Endpoint endpoint = Endpoint.play(
                    role, limits, Deflated.ALONE, e -> e.feed(e.wire().frame(FIRST | Wire.BINARY, compressed)));
            assertThat(endpoint.log().get(0)).startsWith(over == 0 ? "got BINARY 70000 bytes" : "sent CLOSE 1009");
        }
    }

    /** What cannot be compressed grows a little. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void declaredLengthMayBeAnEighthAndOneKibibyteOverTheLimit(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1_000);
        Endpoint most = Endpoint.play(
                role, limits, Deflated.ALONE, e -> e.feed(e.wire().header(FIRST | Wire.BINARY, 1_000 + 125 + 1_024)));
        assertThat(most.state()).isEqualTo(ReadyState.OPEN);
        Endpoint over = Endpoint.play(
                role, limits, Deflated.ALONE, e -> e.feed(e.wire().header(FIRST | Wire.BINARY, 1_000 + 125 + 1_025)));
        assertThat(over.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void limitCountsTheInflatedBytesOfAllFragmentsTogether(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(1_000);
        byte[] block = Deflated.withTail(Deflated.message(new byte[400]));
        Endpoint endpoint = Endpoint.play(
                role,
                limits,
                Deflated.ALONE,
                e -> e.feed(e.wire()
                        .frame(Deflated.RSV1 | Wire.BINARY, block)
                        .frame(Wire.CONTINUATION, block)
                        .frame(Wire.FIN, block)));
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.MESSAGE_TOO_BIG));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsWrongFirstIsTheVerdictHoweverItIsCut(Role role) {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(100);
        byte[] tooBigAndThenNotText = new byte[200];
        tooBigAndThenNotText[150] = (byte) 0xFF;
        byte[] notTextAndThenTooBig = new byte[200];
        notTextAndThenTooBig[99] = (byte) 0xFF;
        byte[] notTextAndThenNoData = Arrays.copyOf(Deflated.withTail(Deflated.message(new byte[] {'x', -1})), 40);
        Arrays.fill(notTextAndThenNoData, 20, 40, (byte) 0x07);
        assertFails(role, limits, Deflated.message(tooBigAndThenNotText), Violation.MESSAGE_TOO_BIG);
        assertFails(role, limits, Deflated.message(notTextAndThenTooBig), Violation.TEXT_NOT_UTF8);
        assertFails(role, limits, notTextAndThenNoData, Violation.TEXT_NOT_UTF8);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void badTextIsRefusedBeforeTheMessageIsWhole(Role role) {
        byte[] bad = Deflated.withTail(Deflated.message(new byte[] {'x', (byte) 0xC0, 'x'}));
        Endpoint endpoint = Endpoint.play(
                role,
                Limits.DEFAULT,
                Deflated.ALONE,
                e -> e.feed(e.wire().header(FIRST | Wire.TEXT, 500).payload(bad)));
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.TEXT_NOT_UTF8));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyWayToCutAMessageShortIsRefused(Role role) {
        byte[] whole = Deflated.message("A message of some length, so that there are bits to lose. A message of bits.");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertFails(role, Limits.DEFAULT, cut, Violation.COMPRESSED_DATA_INVALID);
            Endpoint endpoint = Endpoint.of(role, Limits.DEFAULT, Deflated.WITH_CONTEXT);
            endpoint.feed(endpoint.wire().frame(FIRST | Wire.TEXT, whole).frame(FIRST | Wire.TEXT, cut));
            assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.COMPRESSED_DATA_INVALID));
        }
    }

    /** Its five bytes are still to come when the message ends: what is fed after every message must not pass for them. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void storedBlockWithoutItsBytesIsRefused(Role role) {
        byte[] block = Arrays.copyOf(CompressedForm.STORED_BLOCK.bytes(), 5);
        Endpoint endpoint = Endpoint.play(
                role, Limits.DEFAULT, Deflated.ALONE, e -> e.feed(e.wire().frame(FIRST | Wire.BINARY, block)));
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.COMPRESSED_DATA_INVALID));
    }

    /** Their end codes are made of nothing but what the receiver appends. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void lastBlockThatEndsInWhatIsAppendedIsRefused(Role role) {
        for (byte[] payload : List.of(Deflated.LAST_BLOCK_CUT_SHORT, Deflated.LAST_BLOCK_THAT_TAKES_THE_TAIL)) {
            Endpoint endpoint = Endpoint.play(
                    role, Limits.DEFAULT, Deflated.ALONE, e -> e.feed(e.wire().frame(FIRST | Wire.BINARY, payload)));
            assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(Violation.COMPRESSED_DATA_INVALID));
        }
    }

    private static void assertFails(Role role, Limits limits, byte[] payload, Violation violation) {
        Endpoint endpoint =
                Endpoint.play(role, limits, Deflated.ALONE, e -> e.feed(e.wire().frame(FIRST | Wire.TEXT, payload)));
        assertThat(endpoint.ending()).isEqualTo(new Ending.Failed(violation));
    }
}
