package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ring goes on where it ends. */
final class RingTest {
    private final Ring ring = new Ring(List.of(ascii("a"), ascii("bcd"), ascii("ef")));

    @Test
    void itKnowsItsPieces() {
        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.length()).isEqualTo(6);
        assertThat(ring.start(1)).isEqualTo(1);
        assertThat(ring.end(1)).isEqualTo(4);
    }

    @Test
    void aRunMayBeginAnywhereAndHaveAllPieces() {
        assertThat(run(0, 1)).isEqualTo("a");
        assertThat(run(1, 2)).isEqualTo("bcdef");
        assertThat(run(2, 1)).isEqualTo("ef");
        assertThat(run(2, 2)).isEqualTo("efa");
        assertThat(run(2, 3)).isEqualTo("efabcd");
        assertThat(run(0, 3)).isEqualTo("abcdef");
    }

    @Test
    void bytesAreMatchedAcrossItsEnd() {
        assertThat(ring.matching(bytes("efabc"), 4)).isEqualTo(5);
        assertThat(ring.matching(bytes("efabX"), 4)).isEqualTo(4);
        assertThat(ring.matching(bytes("X"), 4)).isZero();
        assertThat(ring.matching(bytes("bcd"), 1)).isEqualTo(3);
    }

    @Test
    void noMoreIsMatchedThanTwoRoundsHave() {
        assertThat(ring.matching(bytes("abcdefabcdefabc"), 0)).isEqualTo(12);
        assertThat(ring.matching(bytes("fabcdefab"), 5)).isEqualTo(7);
    }

    @Test
    void whatIsSentIsReleasedAndTheRingStays() {
        for (int i = 0; i < 3; i++) {
            assertThat(run(1, 3)).isEqualTo("bcdefa");
        }
    }

    private String run(int first, int count) {
        ByteBuf run = ring.run(first, count);
        try {
            return run.toString(StandardCharsets.US_ASCII);
        } finally {
            run.release();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(ascii(text));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
