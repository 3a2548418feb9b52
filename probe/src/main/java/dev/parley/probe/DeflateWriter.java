package dev.parley.probe;

import java.io.ByteArrayOutputStream;

/**
 * Writes DEFLATE blocks bit by bit (RFC 1951), the impossible ones as well; the JDK's deflater writes only what it likes. One
 * caller at a time.
 */
final class DeflateWriter {
    private static final int[] LENGTH_BASE = DeflateBlocks.LENGTH_BASE;
    private static final int[] DISTANCE_BASE = DeflateBlocks.DISTANCE_BASE;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int count;

    /** Writes a number, its lowest bit first. */
    DeflateWriter bits(int value, int width) {
        for (int i = 0; i < width; i++) {
            held |= (value >> i & 1) << count;
            if (++count == 8) {
                out.write(held);
                held = 0;
                count = 0;
            }
        }
        return this;
    }

    /** Writes a Huffman code, its highest bit first. */
    DeflateWriter code(int code, int width) {
        for (int i = width - 1; i >= 0; i--) {
            bits(code >> i & 1, 1);
        }
        return this;
    }

    DeflateWriter align() {
        return count == 0 ? this : bits(0, 8 - count);
    }

    /** A stored block. */
    DeflateWriter stored(boolean last, byte[] bytes) {
        return storedHeader(last, bytes.length, ~bytes.length).bytes(bytes);
    }

    /** The header of a stored block with any length and any complement. */
    DeflateWriter storedHeader(boolean last, int length, int complement) {
        return bits(last ? 1 : 0, 1).bits(0, 2).align().bits(length, 16).bits(complement, 16);
    }

    DeflateWriter bytes(byte[] bytes) {
        for (byte b : bytes) {
            bits(b, 8);
        }
        return this;
    }

    /** The header of a block with the fixed codes. */
    DeflateWriter fixed(boolean last) {
        return bits(last ? 1 : 0, 1).bits(1, 2);
    }

    DeflateWriter literals(byte[] bytes) {
        for (byte b : bytes) {
            symbol(b & 0xFF);
        }
        return this;
    }

    /** A match in a block with the fixed codes. */
    DeflateWriter match(int length, int distance) {
        int l = length == 258 ? LENGTH_BASE.length - 1 : last(LENGTH_BASE, length);
        symbol(257 + l).bits(length - LENGTH_BASE[l], DeflateBlocks.LENGTH_BITS[l]);
        int d = last(DISTANCE_BASE, distance);
        return code(d, 5).bits(distance - DISTANCE_BASE[d], DeflateBlocks.DISTANCE_BITS[d]);
    }

    DeflateWriter endOfBlock() {
        return symbol(256);
    }

    /** A symbol in the fixed code for literals and lengths (RFC 1951 §3.2.6). */
    DeflateWriter symbol(int symbol) {
        if (symbol < 144) {
            return code(0x30 + symbol, 8);
        }
        if (symbol < 256) {
            return code(0x190 + symbol - 144, 9);
        }
        return symbol < 280 ? code(symbol - 256, 7) : code(0xC0 + symbol - 280, 8);
    }

    /** All that was written, as the payload of a message: an empty stored block ends it, whose last four bytes are not sent. */
    byte[] message() {
        return bits(0, 3).align().raw();
    }

    /** All that was written, filled up to whole bytes. */
    byte[] raw() {
        align();
        return out.toByteArray();
    }

    private static int last(int[] bases, int value) {
        int i = bases.length - 1;
        while (bases[i] > value) {
            i--;
        }
        return i;
    }
}
