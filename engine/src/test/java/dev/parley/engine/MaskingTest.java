package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Masking against RFC 6455 §5.3 taken literally. */
final class MaskingTest {
    private static final int KEY = 0x8A01_F37C;

    /** "octet i of the transformed data is the XOR of octet i of the original data with octet at index i modulo 4". */
    private static byte[] naive(int key, byte[] data, int offset) {
        byte[] keyBytes = ByteBuffer.allocate(4).putInt(key).array();
        byte[] masked = data.clone();
        for (int i = 0; i < data.length; i++) {
            masked[i] ^= keyBytes[(i + offset) % 4];
        }
        return masked;
    }

    @Test
    void everyShortLengthAtEveryOffsetInEveryKindOfBufferIsAsDefined() {
        for (int length = 0; length <= 40; length++) {
            byte[] data = Wire.pattern(length);
            for (int offset = 0; offset < 8; offset++) {
                byte[] expected = naive(KEY, data, offset);
                for (int kind = 0; kind < 72; kind++) {
                    ByteBuffer buffer = Feeding.buffer(data, kind);
                    int from = buffer.position();
                    Masking.apply(Masking.at(KEY, offset), buffer, from, buffer.limit());
                    assertThat(buffer.position()).isEqualTo(from);
                    byte[] masked = new byte[length];
                    buffer.get(masked);
                    assertThat(masked).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void copyIsAsDefinedAndLeavesItsSourceAsItIs() {
        for (int length = 0; length <= 40; length++) {
            byte[] data = Wire.pattern(length);
            for (int kind = 0; kind < 8; kind++) {
                ByteBuffer from = Feeding.buffer(data, kind).asReadOnlyBuffer();
                ByteBuffer to = ByteBuffer.allocate(length + 8).position(3);
                Masking.copy(KEY, from, to);
                assertThat(from.remaining()).isEqualTo(length);
                assertThat(to.position()).isEqualTo(3 + length);
                byte[] masked = new byte[length];
                to.get(3, masked);
                assertThat(masked).isEqualTo(naive(KEY, data, 0));
                assertThat(to.get(2)).isZero();
                assertThat(to.get(3 + length)).isZero();
            }
        }
    }

    @Test
    void onlyTheGivenRangeIsTouched() {
        for (int from = 0; from < 20; from++) {
            for (int to = from; to < 30; to++) {
                ByteBuffer buffer = ByteBuffer.allocate(40);
                Masking.apply(KEY, buffer, from, to);
                for (int i = 0; i < 40; i++) {
                    assertThat(buffer.get(i) != 0).isEqualTo(i >= from && i < to);
                }
            }
        }
    }

    @Property(tries = 200)
    void maskingTwiceIsNothing(@ForAll int key, @ForAll byte[] data, @ForAll boolean little) {
        ByteBuffer buffer = ByteBuffer.wrap(data.clone());
        buffer.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Masking.apply(key, buffer, 0, data.length);
        assertThat(buffer.array()).isEqualTo(naive(key, data, 0));
        Masking.apply(key, buffer, 0, data.length);
        assertThat(buffer.array()).isEqualTo(data);
    }

    @Property(tries = 200)
    void keyAtAnOffsetIsTheKeyTurned(
            @ForAll int key, @ForAll @LongRange(min = 0) long offset, @ForAll @IntRange(max = 3) int i) {
        byte[] turned = ByteBuffer.allocate(4).putInt(Masking.at(key, offset)).array();
        byte[] keyBytes = ByteBuffer.allocate(4).putInt(key).array();
        assertThat(turned[i]).isEqualTo(keyBytes[(int) ((offset % 4 + i) % 4)]);
    }

    @Property(tries = 100)
    void piecesMaskedApartAreTheWholeMasked(
            @ForAll int key, @ForAll byte[] data, @ForAll @IntRange(min = 1, max = 9) int piece) {
        ByteBuffer buffer = ByteBuffer.wrap(data.clone());
        for (int at = 0; at < data.length; at += piece) {
            Masking.apply(Masking.at(key, at), buffer, at, Math.min(data.length, at + piece));
        }
        assertThat(buffer.array()).isEqualTo(naive(key, data, 0));
    }
}
