package dev.parley.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A second, deliberately naive reading of DEFLATE (RFC 1951) that knows what zlib does not tell: how far back the data
 * refers, and which blocks are marked as the last. What it has read stays known, as in a context that is taken over.
 */
final class DeflateReader {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final Known known = new Known();
    private byte[] in = new byte[0];
    private int bit;
    private int farthest;
    private int farthestIntoEarlier;
    private int blocks;
    private int lastBlocks;
    private int start;
    private boolean sawLastBlock;

    /** All that a message says, whose last block must end with its last byte. */
    byte[] read(byte[] data) {
        in = data;
        bit = 0;
        start = known.size();
        while (bit < in.length * 8) {
            boolean last = bits(1) == 1;
            blocks++;
            switch (bits(2)) {
                case 0 -> stored();
                case 1 -> compressed(Huffman.fixedLengths(), Huffman.fixedDistances());
                case 2 -> dynamic();
                default -> throw new AssertionError("block type 3");
            }
            sawLastBlock |= last;
            if (last) {
                lastBlocks++;
                bit = (bit + 7) / 8 * 8;
            }
        }
        return Arrays.copyOfRange(known.toByteArray(), start, known.size());
    }

    /** The largest distance of all references so far, in bytes. */
    int farthest() {
        return farthest;
    }

    /** Whether a block said that it was the last one, after which there are several ways to go on. */
    boolean sawLastBlock() {
        return sawLastBlock;
    }

    /** How far references reached back into earlier messages, at most. */
    int farthestIntoEarlier() {
        return farthestIntoEarlier;
    }

    /** How many blocks there have been. */
    int blocks() {
        return blocks;
    }

    /** How many of them had BFINAL set. */
    int lastBlocks() {
        return lastBlocks;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private void stored() {
        bit = (bit + 7) / 8 * 8;
        int length = bits(16);
        if (bits(16) != (~length & 0xFFFF)) {
            throw new AssertionError("a stored block's length");
        }
        for (int i = 0; i < length; i++) {
            known.write(bits(8));
        }
    }

    private void dynamic() {
        int lengths = bits(5) + 257;
        int distances = bits(5) + 1;
        int codes = bits(4) + 4;
        int[] codeBits = new int[19];
        for (int i = 0; i < codes; i++) {
            codeBits[ORDER[i]] = bits(3);
        }
        Huffman code = new Huffman(codeBits, 0, 19);
        int[] all = new int[lengths + distances];
        for (int i = 0; i < all.length; ) {
            int symbol = symbol(code);
            if (symbol < 16) {
                all[i++] = symbol;
                continue;
            }
            int repeated = symbol == 16 ? all[i - 1] : 0;
            int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            while (times-- > 0) {
                all[i++] = repeated;
            }
        }
        compressed(new Huffman(all, 0, lengths), new Huffman(all, lengths, distances));
    }

    private void compressed(Huffman lengths, Huffman distances) {
        for (int symbol = symbol(lengths); symbol != 256; symbol = symbol(lengths)) {
            if (symbol < 256) {
                known.write(symbol);
            } else {
                int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
                int code = symbol(distances);
                copy(DISTANCE_BASE[code] + bits(code < 4 ? 0 : code / 2 - 1), length);
            }
        }
    }

    private void copy(int distance, int length) {
        farthest = Math.max(farthest, distance);
        farthestIntoEarlier = Math.max(farthestIntoEarlier, start - (known.size() - distance));
        for (int i = 0; i < length; i++) {
            known.write(known.at(known.size() - distance));
        }
    }

    private int symbol(Huffman huffman) {
        int code = 0;
        for (int length = 1; length < 16; length++) {
            code = code << 1 | bits(1);
            int symbol = huffman.symbol(code, length);
            if (symbol >= 0) {
                return symbol;
            }
        }
        throw new AssertionError("no such code");
    }

    private static final class Known extends ByteArrayOutputStream {
        byte at(int index) {
            return buf[index];
        }
    }

    /** A canonical Huffman code (RFC 1951 §3.2.2): from code and length to symbol. */
    private static final class Huffman {
        private final Map<Integer, Integer> symbols = new HashMap<>();

        Huffman(int[] bits, int from, int count) {
            int code = 0;
            for (int length = 1; length < 16; length++) {
                for (int symbol = 0; symbol < count; symbol++) {
                    if (bits[from + symbol] == length) {
                        symbols.put(length << 16 | code++, symbol);
                    }
                }
                code <<= 1;
            }
        }

        int symbol(int code, int length) {
            return symbols.getOrDefault(length << 16 | code, -1);
        }

        static Huffman fixedLengths() {
            int[] bits = new int[288];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
            }
            return new Huffman(bits, 0, 288);
        }

        static Huffman fixedDistances() {
            int[] bits = new int[30];
            Arrays.fill(bits, 5);
            return new Huffman(bits, 0, 30);
        }
    }
}
