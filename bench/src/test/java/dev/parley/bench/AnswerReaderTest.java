package dev.parley.bench;

import static dev.parley.bench.ServerFrames.frame;
import static dev.parley.bench.ServerFrames.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a message comes, it is read as the same one; and what no server may send is no message. */
final class AnswerReaderTest {
    private static final byte[] HELLO = "hello, over there".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PING = "are you there".getBytes(StandardCharsets.UTF_8);
    private static final int LONG = 70_000;

    private final List<byte[]> pongs = new ArrayList<>();

    @Test
    void messagesOfEveryLengthAreReadHoweverTheyAreCut() throws Exception {
        for (int length : new int[] {1, 125, 126, 65_535, 65_536, LONG}) {
            byte[] payload = Content.BINARY.message(length, length);
            byte[] twice = joined(frame(ServerFrames.BINARY, payload), frame(ServerFrames.BINARY, payload));
            for (List<byte[]> pieces : length < 1000 ? ServerFrames.cuts(twice) : List.of(List.of(twice))) {
                assertThat(read(LONG, false, pieces)).hasSize(2).allSatisfy(message -> {
                    assertThat(message.opcode()).isEqualTo(2);
                    assertThat(message.payload()).isEqualTo(payload);
                    assertThat(message.repeatable()).isTrue();
                });
            }
        }
    }

    @Test
    void fragmentsAreOneMessageWhichMayComeAgain() throws Exception {
        byte[] fragments = joined(
                frame(0x01, "hel".getBytes(StandardCharsets.UTF_8)),
                frame(ServerFrames.GOES_ON, new byte[0]),
                frame(ServerFrames.ENDS, "lo, over there".getBytes(StandardCharsets.UTF_8)));
        for (List<byte[]> pieces : ServerFrames.cuts(fragments)) {
            assertThat(read(HELLO.length, false, pieces)).singleElement().satisfies(message -> {
                assertThat(message.opcode()).isEqualTo(1);
                assertThat(message.payload()).isEqualTo(HELLO);
                assertThat(message.bytes()).isEqualTo(fragments);
                assertThat(message.repeatable()).isTrue();
            });
        }
    }

    @Test
    void pingsBetweenMessagesAndFragmentsAreAnsweredOnceEach() throws Exception {
        byte[] stream = joined(
                frame(ServerFrames.PING, PING),
                frame(ServerFrames.PONG, PING),
                frame(0x01, "hel".getBytes(StandardCharsets.UTF_8)),
                frame(ServerFrames.PING, new byte[0]),
                frame(ServerFrames.PING, PING),
                frame(ServerFrames.ENDS, "lo, over there".getBytes(StandardCharsets.UTF_8)),
                frame(ServerFrames.TEXT, HELLO));
        for (List<byte[]> pieces : ServerFrames.cuts(stream)) {
            pongs.clear();
            List<AnswerReader.Message> messages = read(HELLO.length, false, pieces);
            assertThat(messages).extracting(AnswerReader.Message::payload).containsExactly(HELLO, HELLO);
            assertThat(messages).extracting(AnswerReader.Message::repeatable).containsExactly(false, true);
            assertThat(pongs).containsExactly(PING, new byte[0], PING);
        }
    }

    @Test
    void aPingWithinAMessageIsAnsweredBeforeItsEndHasCome() throws Exception {
        AnswerReader reader = new AnswerReader(HELLO.length, false);
        reader.add(Unpooled.wrappedBuffer(frame(0x01, HELLO), frame(ServerFrames.PING, PING)));
        assertThat(reader.next(pongs::add)).isNull();
        assertThat(pongs).containsExactly(PING);
    }

    @Test
    void compressedMessagesAreInflated() throws Exception {
        byte[] payload = Content.ASCII.message(3, 1024);
        byte[] deflated = ServerFrames.deflated(payload);
        byte[] half = java.util.Arrays.copyOf(deflated, 100);
        byte[] rest = java.util.Arrays.copyOfRange(deflated, 100, deflated.length);
        byte[] stream = joined(
                frame(ServerFrames.TEXT | ServerFrames.COMPRESSED, deflated),
                frame(0x01 | ServerFrames.COMPRESSED, half),
                frame(ServerFrames.ENDS, rest),
                frame(ServerFrames.TEXT, payload));
        for (List<byte[]> pieces : ServerFrames.cuts(stream)) {
            assertThat(read(1024, true, pieces))
                    .extracting(AnswerReader.Message::payload)
                    .containsExactly(payload, payload, payload);
        }
    }

    @Test
    void dataThatDoesNotCompressMayComeALittleLonger() throws Exception {
        byte[] payload = Content.BINARY.message(1, LONG);
        byte[] deflated = ServerFrames.deflated(payload);
        assertThat(deflated).hasSizeGreaterThan(LONG);
        assertThat(read(LONG, true, List.of(frame(ServerFrames.BINARY | ServerFrames.COMPRESSED, deflated))))
                .extracting(AnswerReader.Message::payload)
                .containsExactly(payload);
    }

    @Test
    void aBombIsNoAnswer() {
        byte[] bomb = frame(ServerFrames.BINARY | ServerFrames.COMPRESSED, ServerFrames.deflated(new byte[LONG]));
        assertThatThrownBy(() -> read(1024, true, List.of(bomb)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("longer");
    }

    @Test
    void whatIsCompressedBadlyIsNoAnswer() {
        byte[] bad = frame(ServerFrames.BINARY | ServerFrames.COMPRESSED, new byte[] {(byte) 0xFF, 1, 2, 3});
        assertThatThrownBy(() -> read(1024, true, List.of(bad))).hasMessageContaining("compressed data that is none");
    }

    @Test
    void aCloseFrameIsNoAnswerAndItsReasonIsTold() {
        byte[] close = joined(new byte[] {0x03, (byte) 0xF0}, "over the limit".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(100, false, List.of(frame(ServerFrames.CLOSE, close))))
                .hasMessageContaining("1008 over the limit");
        assertThatThrownBy(() -> read(100, false, List.of(frame(ServerFrames.CLOSE, new byte[0]))))
                .hasMessageContaining("without a code");
        byte[] withinAMessage = joined(frame(0x02, HELLO), frame(ServerFrames.CLOSE, close));
        assertThatThrownBy(() -> read(100, false, List.of(withinAMessage))).hasMessageContaining("1008");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "8291, masked", // a mask of a server
        "82ff, masked",
        "8211, 17 bytes", // longer than the message of 16 bytes that was sent
        "827e0011, 17 bytes",
        "827f0000000080000000, 2147483648 bytes",
        "827fffffffffffffffff, 18446744073709551615 bytes",
        "a210, reserved",
        "9210, reserved",
        "c210, reserved",
        "8010, out of order", // goes on, and nothing has begun
        "02018202, out of order", // begins, and one has begun
        "8b00, control", // opcodes that mean nothing
        "8f00, control",
        "0900, control", // a ping in fragments
        "897e, control" // a ping of more than 125 bytes
    })
    void whatNoServerMaySendIsNoAnswer(String hex, String complaint) {
        byte[] bytes = joined(java.util.HexFormat.of().parseHex(hex), new byte[16]);
        assertThatThrownBy(() -> read(16, false, List.of(bytes)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining(complaint);
    }

    private List<AnswerReader.Message> read(int messageBytes, boolean compressed, List<byte[]> pieces)
            throws WrongAnswerException {
        AnswerReader reader = new AnswerReader(messageBytes, compressed);
        List<AnswerReader.Message> messages = new ArrayList<>();
        for (byte[] piece : pieces) {
            reader.add(Unpooled.wrappedBuffer(piece));
            for (var next = reader.next(pongs::add); next != null; next = reader.next(pongs::add)) {
                messages.add(next);
            }
        }
        assertThat(reader.isEmpty()).isTrue();
        return messages;
    }
}
