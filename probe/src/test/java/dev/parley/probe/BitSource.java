package dev.parley.probe;

import java.io.EOFException;

/** The bits of DEFLATE data, the lowest of each byte first (RFC 1951 §3.1.1). One caller at a time. */
final class BitSource {
    private final byte[] bytes;
    private long position;

    BitSource(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return position == 8L * bytes.length;
    }

    /** @throws EOFException if there are not so many */
    int bits(int count) throws EOFException {
        if (position + count > 8L * bytes.length) {
            throw new EOFException();
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[(int) (position >> 3)] >> (position & 7) & 1) << i;
            position++;
        }
        return value;
    }

    void align() {
        position = position + 7 & ~7L;
    }
}
