package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Masking and unmasking, which are the same (RFC 6455 §5.3): byte i of a payload is combined by XOR with byte i modulo 4
 * of the masking key. Stateless.
 */
final class Masking {
    private Masking() {}

    /** The key that masks the byte at {@code offset}, and those after it, of a payload masked with {@code key}. */
    static int at(int key, long offset) {
        return Integer.rotateLeft(key, (int) (offset & 3) << 3);
    }

    /** Masks {@code from} (inclusive) to {@code to} (exclusive) in place; eight bytes at a time. */
    static void apply(int key, ByteBuffer buffer, int from, int to) {
        long wide = widened(key, buffer.order());
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            buffer.putLong(i, buffer.getLong(i) ^ wide);
        }
        for (int k = 24; i < to; i++, k = (k - 8) & 31) {
            buffer.put(i, (byte) (buffer.get(i) ^ (key >>> k)));
        }
    }

    /** Appends the rest of {@code from}, masked, to {@code to}, which must have the room; {@code from} stays as it is. */
    static void copy(int key, ByteBuffer from, ByteBuffer to) {
        // Copying first is a bulk move, and it makes the byte order of the source irrelevant.
        int start = to.position();
        to.put(from.duplicate());
        apply(key, to, start, to.position());
    }

    private static long widened(int key, ByteOrder order) {
        int ordered = order == ByteOrder.BIG_ENDIAN ? key : Integer.reverseBytes(key);
        return (long) ordered << 32 | ordered & 0xFFFF_FFFFL;
    }
}
