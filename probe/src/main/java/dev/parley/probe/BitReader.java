package dev.parley.probe;

/** Takes bits from bytes in the order of DEFLATE: the lowest first (RFC 1951 §3.1.1). One caller at a time. */
final class BitReader {
    private final byte[] bytes;
    private int at;
    private int bit;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int bit() throws InvalidDeflate {
        if (at >= bytes.length) {
            throw new InvalidDeflate("The compressed data is cut off.");
        }
        int value = bytes[at] >> bit & 1;
        if (++bit == 8) {
            bit = 0;
            at++;
        }
        return value;
    }

    /** A number, its lowest bit first. */
    int bits(int count) throws InvalidDeflate {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= bit() << i;
        }
        return value;
    }

    /** Goes on to the next whole byte. */
    void align() {
        if (bit != 0) {
            bit = 0;
            at++;
        }
    }

    /** Whether fewer than 8 bits are left, which is where a message's last block ends. */
    boolean atEnd() {
        return at >= bytes.length;
    }
}
