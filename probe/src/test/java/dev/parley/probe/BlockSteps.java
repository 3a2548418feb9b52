package dev.parley.probe;

import java.io.EOFException;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Reads the blocks of DEFLATE data (RFC 1951 §3.2). What it does with their bytes is for its subclass to say. Confined to the
 * thread of its connection.
 */
abstract class BlockSteps {
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    abstract void put(byte next) throws RuleBroken;

    /** Repeats what came that many bytes ago. */
    abstract void repeat(int length, int distance) throws DataFormatException, RuleBroken;

    /** What came before a block marked as the last, and what it holds, is remembered as any other. */
    void lastBlockEnds() {}

    /** RFC 7692 §7.2.3.4: a block marked as the last need not be the last one. */
    boolean goesOnAfterLastBlock() {
        return true;
    }

    /** @throws EOFException if the data ends inside a block */
    final void readBlocks(byte[] data) throws DataFormatException, EOFException, RuleBroken {
        BitSource in = new BitSource(data);
        while (!in.isAtEnd()) {
            boolean last = in.bits(1) == 1;
            switch (in.bits(2)) {
                case 0 -> stored(in);
                case 1 -> coded(in, fixedLengths(), 288);
                case 2 -> dynamic(in);
                default -> throw new DataFormatException("no such block");
            }
            if (last) {
                lastBlockEnds();
                if (!goesOnAfterLastBlock()) {
                    return;
                }
                in.align();
            }
        }
    }

    private void stored(BitSource in) throws DataFormatException, EOFException, RuleBroken {
        in.align();
        int length = in.bits(16);
        if ((in.bits(16) ^ 0xFFFF) != length) {
            throw new DataFormatException("stored lengths differ");
        }
        for (int i = 0; i < length; i++) {
            put((byte) in.bits(8));
        }
    }

    private static int[] fixedLengths() {
        int[] lengths = new int[288 + 32];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        Arrays.fill(lengths, 288, 320, 5);
        return lengths;
    }

    private void dynamic(BitSource in) throws DataFormatException, EOFException, RuleBroken {
        int literals = 257 + in.bits(5);
        int distances = 1 + in.bits(5);
        int orders = 4 + in.bits(4);
        int[] own = new int[19];
        for (int i = 0; i < orders; i++) {
            own[ORDER[i]] = in.bits(3);
        }
        HuffmanLengths code = new HuffmanLengths(own, 0, own.length);
        int[] lengths = new int[literals + distances];
        for (int i = 0; i < lengths.length; ) {
            int symbol = code.read(in);
            int times =
                    symbol < 16 ? 1 : symbol == 16 ? 3 + in.bits(2) : symbol == 17 ? 3 + in.bits(3) : 11 + in.bits(7);
            if (symbol == 16 && i == 0 || i + times > lengths.length) {
                throw new DataFormatException("nothing to repeat, or no room for it");
            }
            Arrays.fill(lengths, i, i + times, symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0);
            i += times;
        }
        if (literals > 286 || distances > 30 || lengths[256] == 0) {
            throw new DataFormatException("no such code, or one without an end");
        }
        coded(in, lengths, literals);
    }

    private void coded(BitSource in, int[] lengths, int literals) throws DataFormatException, EOFException, RuleBroken {
        HuffmanLengths literal = new HuffmanLengths(lengths, 0, literals);
        HuffmanLengths distance = new HuffmanLengths(lengths, literals, lengths.length);
        for (int symbol = literal.read(in); symbol != 256; symbol = literal.read(in)) {
            if (symbol < 256) {
                put((byte) symbol);
            } else {
                int length = length(in, symbol - 257);
                repeat(length, distance(in, distance.read(in)));
            }
        }
    }

    private static int length(BitSource in, int symbol) throws DataFormatException, EOFException {
        if (symbol > 28) {
            throw new DataFormatException("no such length");
        }
        if (symbol < 8 || symbol == 28) {
            return symbol == 28 ? 258 : 3 + symbol;
        }
        int more = (symbol >> 2) - 1;
        return (4 + (symbol & 3) << more) + 3 + in.bits(more);
    }

    private static int distance(BitSource in, int symbol) throws DataFormatException, EOFException {
        if (symbol > 29) {
            throw new DataFormatException("no such distance");
        }
        if (symbol < 4) {
            return 1 + symbol;
        }
        int more = (symbol >> 1) - 1;
        return (2 + (symbol & 1) << more) + 1 + in.bits(more);
    }
}
