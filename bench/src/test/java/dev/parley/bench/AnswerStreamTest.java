package dev.parley.bench;

import static dev.parley.bench.ServerFrames.frame;
import static dev.parley.bench.ServerFrames.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Every byte is compared, whether an answer is new or has come before, and however the stream is cut. */
final class AnswerStreamTest {
    private static final Payload SMALL = new Payload(20, Content.BINARY, false);
    private static final Payload MIDDLE = new Payload(16 * 1024, Content.MIXED, false);
    private static final Payload COMPRESSED = new Payload(200, Content.ASCII, true);

    private final List<byte[]> pongs = new ArrayList<>();

    @Test
    void everyMessageOfManyRoundsCounts() throws Exception {
        Messages messages = new Messages(SMALL, 1);
        byte[] rounds = rounds(messages, 3, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        for (List<byte[]> pieces : ServerFrames.cuts(rounds)) {
            assertThat(take(messages, pieces)).isEqualTo(3 * messages.count());
        }
    }

    @Test
    void messagesLongerThanAReadCount() throws Exception {
        Messages messages = new Messages(MIDDLE, 1);
        byte[] rounds = rounds(messages, 3, number -> frame(ServerFrames.TEXT, messages.payload(number)));
        assertThat(take(messages, List.of(rounds))).isEqualTo(3 * messages.count());
        for (List<byte[]> pieces : ServerFrames.cuts(rounds).subList(18, 20)) {
            assertThat(take(messages, pieces)).isEqualTo(3 * messages.count());
        }
    }

    @Test
    void compressedAndFragmentedAnswersCount() throws Exception {
        Messages messages = new Messages(COMPRESSED, 1);
        byte[] rounds = rounds(messages, 3, number -> {
            byte[] deflated = ServerFrames.deflated(messages.payload(number));
            byte[] half = java.util.Arrays.copyOf(deflated, 50);
            byte[] rest = java.util.Arrays.copyOfRange(deflated, 50, deflated.length);
            return joined(frame(0x41, half), frame(ServerFrames.ENDS, rest));
        });
        for (List<byte[]> pieces : ServerFrames.cuts(rounds)) {
            assertThat(take(messages, pieces)).isEqualTo(3 * messages.count());
        }
    }

    @Test
    void anotherFormOfAnAnswerAndPingsInBetweenAreNoMistakes() throws Exception {
        Messages messages = new Messages(SMALL, 1);
        byte[] ping = frame(ServerFrames.PING, new byte[] {7});
        byte[] plain = rounds(messages, 2, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        byte[] withPings =
                rounds(messages, 2, number -> joined(ping, frame(ServerFrames.BINARY, messages.payload(number))));
        byte[] fragmented = rounds(
                messages,
                2,
                number -> joined(frame(0x02, messages.payload(number)), ping, frame(ServerFrames.ENDS, new byte[0])));
        byte[] all = joined(plain, withPings, fragmented, plain);
        for (List<byte[]> pieces : ServerFrames.cuts(all)) {
            pongs.clear();
            assertThat(take(messages, pieces)).isEqualTo(8 * messages.count());
            assertThat(pongs).hasSize(4 * messages.count()).containsOnly(new byte[] {7});
        }
    }

    @Test
    void aWrongByteAnywhereIsFound() {
        Messages messages = new Messages(SMALL, 1);
        byte[] rounds = rounds(messages, 3, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        for (int at = 0; at < rounds.length; at++) {
            byte[] wrong = rounds.clone();
            wrong[at] ^= (byte) (1 << at % 8);
            assertThatThrownBy(() -> take(messages, List.of(wrong)))
                    .as("byte %d", at)
                    .isInstanceOf(WrongAnswerException.class);
        }
    }

    @Test
    void aWrongByteIsToldWithItsMessageAndPlace() {
        Messages messages = new Messages(SMALL, 1);
        byte[] rounds = rounds(messages, 3, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        int frameBytes = SMALL.bytes() + 2;
        for (int message : new int[] {0, messages.count() - 1, 2 * messages.count() + 5}) {
            byte[] wrong = rounds.clone();
            wrong[message * frameBytes + 2 + 13] ^= 0x10;
            for (List<byte[]> pieces : ServerFrames.cuts(wrong)) {
                assertThatThrownBy(() -> take(messages, pieces))
                        .hasMessageContaining("Message " + (message + 1) + " of a connection")
                        .hasMessageContaining("differs from byte 13 on");
            }
        }
    }

    @Test
    void aRightMessageOutOfTurnIsWrong() {
        Messages messages = new Messages(SMALL, 1);
        byte[] rounds = rounds(messages, 3, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        int frameBytes = SMALL.bytes() + 2;
        for (int message : new int[] {0, messages.count(), 2 * messages.count() + 5}) {
            byte[] swapped = rounds.clone();
            System.arraycopy(rounds, message * frameBytes, swapped, (message + 1) * frameBytes, frameBytes);
            System.arraycopy(rounds, (message + 1) * frameBytes, swapped, message * frameBytes, frameBytes);
            assertThatThrownBy(() -> take(messages, List.of(swapped)))
                    .hasMessageContaining("Message " + (message + 1) + " of a connection");
        }
    }

    @Test
    void textThatComesBackAsBinaryIsWrong() {
        Messages messages = new Messages(new Payload(20, Content.ASCII, false), 1);
        byte[] binary = frame(ServerFrames.BINARY, messages.payload(0));
        assertThatThrownBy(() -> take(messages, List.of(binary))).hasMessageContaining("opcode 2 instead of 1");
    }

    @Test
    void whatOneConnectionLearntIsOfUseToTheOthersAndTheirWrongBytesAreFound() throws Exception {
        Messages messages = new Messages(SMALL, 1);
        Answers answers = new Answers(messages.count());
        byte[] round = rounds(messages, 1, number -> frame(ServerFrames.BINARY, messages.payload(number)));
        AnswerStream begun = new AnswerStream(messages, answers, pongs::add);
        assertThat(begun.take(Unpooled.copiedBuffer(round, 0, 30))).isEqualTo(1);
        assertThat(new AnswerStream(messages, answers, pongs::add).take(Unpooled.wrappedBuffer(round)))
                .isEqualTo(messages.count());
        assertThat(answers.ring()).isNotNull();
        assertThat(begun.take(Unpooled.copiedBuffer(round, 30, round.length - 30)))
                .isEqualTo(messages.count() - 1);
        byte[] wrong = round.clone();
        wrong[2] ^= 1;
        assertThatThrownBy(() -> begun.take(Unpooled.wrappedBuffer(wrong))).isInstanceOf(WrongAnswerException.class);
    }

    private static byte[] rounds(Messages messages, int rounds, IntFunction<byte[]> answer) {
        byte[][] frames = new byte[rounds * messages.count()][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = answer.apply(i % messages.count());
        }
        return joined(frames);
    }

    private int take(Messages messages, List<byte[]> pieces) throws WrongAnswerException {
        AnswerStream stream = new AnswerStream(messages, new Answers(messages.count()), pongs::add);
        int taken = 0;
        for (byte[] piece : pieces) {
            taken += stream.take(Unpooled.wrappedBuffer(piece));
        }
        return taken;
    }
}
