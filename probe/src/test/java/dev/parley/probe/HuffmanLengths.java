package dev.parley.probe;

import java.io.EOFException;
import java.util.zip.DataFormatException;

/** A code of DEFLATE, given by the lengths of its words (RFC 1951 §3.2.2). Immutable. */
final class HuffmanLengths {
    private static final int MAX_LENGTH = 15;

    private final int[] counts = new int[MAX_LENGTH + 1];
    private final int[] symbols;

    /** @throws DataFormatException if there are more words than lengths allow, or fewer, unless there is at most one */
    HuffmanLengths(int[] lengths, int from, int to) throws DataFormatException {
        symbols = new int[to - from];
        for (int i = from; i < to; i++) {
            counts[lengths[i]]++;
        }
        int left = 1;
        int[] starts = new int[MAX_LENGTH + 2];
        for (int length = 1; length <= MAX_LENGTH; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                throw new DataFormatException("too many words");
            }
            starts[length + 1] = starts[length] + counts[length];
        }
        int words = to - from - counts[0];
        if (left > 0 && (words > 1 || words == 1 && counts[1] != 1)) {
            throw new DataFormatException("too few words");
        }
        for (int i = from; i < to; i++) {
            if (lengths[i] != 0) {
                symbols[starts[lengths[i]]++] = i - from;
            }
        }
    }

    int read(BitSource in) throws DataFormatException, EOFException {
        int word = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            word |= in.bits(1);
            int count = counts[length];
            if (word - first < count) {
                return symbols[index + word - first];
            }
            index += count;
            first = first + count << 1;
            word <<= 1;
        }
        throw new DataFormatException("no such word");
    }
}
