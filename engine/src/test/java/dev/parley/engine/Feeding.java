package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A way for bytes to arrive: how they are cut, and in what kind of buffer the pieces lie. */
enum Feeding {
    WHOLE(0) {
        @Override
        int next(int left, Random random) {
            return left;
        }
    },
    BYTE_BY_BYTE(0) {
        @Override
        int next(int left, Random random) {
            return 1;
        }
    },
    RANDOM_1(1),
    RANDOM_2(2),
    RANDOM_3(3);

    static final List<Feeding> ALL = List.of(values());

    private final int seed;

    Feeding(int seed) {
        this.seed = seed;
    }

    /** The size of the next piece. Mostly small ones, sometimes none at all, sometimes all the rest. */
    int next(int left, Random random) {
        int bound = random.nextInt(8) == 0 ? left : Math.min(left, 1 << random.nextInt(12));
        return random.nextInt(bound + 1);
    }

    /** Whether a stream of this size is fed so: a long one in single bytes would only take time. */
    boolean suits(int bytes) {
        return this != BYTE_BY_BYTE || bytes <= 1 << 17;
    }

    /** Cuts the bytes up. The pieces are copies, so that the receiver may unmask them. */
    void feed(byte[] bytes, Consumer<ByteBuffer> receiver) {
        Random random = new Random(seed);
        for (int at = 0, piece = 0; at < bytes.length; piece++) {
            int size = next(bytes.length - at, random);
            receiver.accept(buffer(Arrays.copyOfRange(bytes, at, at + size), piece + seed));
            at += size;
        }
    }

    /** The bytes in a buffer of the nth kind: heap or direct, either byte order, at all alignments, with a margin. */
    static ByteBuffer buffer(byte[] bytes, int kind) {
        int before = kind % 9;
        int size = before + bytes.length + 5;
        ByteBuffer buffer = (kind & 1) == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
        buffer.order((kind & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        buffer.position(before).put(bytes).limit(before + bytes.length).position(before);
        return (kind & 4) == 0 ? buffer : buffer.slice().order(buffer.order());
    }
}
