package dev.parley.probe;

/** A canonical Huffman code (RFC 1951 §3.2.2), decoded bit by bit. Immutable. */
final class HuffmanCode {
    private static final int MAX_BITS = 15;

    /** How many codes each length has. */
    private final int[] counts = new int[MAX_BITS + 1];
    /** The symbols in the order of their codes. */
    private final int[] symbols;

    /** @param lengths the length of the code of each symbol, 0 if it has none */
    HuffmanCode(int[] lengths) throws InvalidDeflate {
        symbols = new int[lengths.length];
        for (int length : lengths) {
            counts[length]++;
        }
        int left = 1;
        int[] offsets = new int[MAX_BITS + 2];
        for (int length = 1; length <= MAX_BITS; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                throw new InvalidDeflate("A Huffman code has more codes than its lengths allow.");
            }
            offsets[length + 1] = offsets[length] + counts[length];
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] != 0) {
                symbols[offsets[lengths[symbol]]++] = symbol;
            }
        }
    }

    int decode(BitReader in) throws InvalidDeflate {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_BITS; length++) {
            code |= in.bit();
            int count = counts[length];
            if (code - count < first) {
                return symbols[index + (code - first)];
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new InvalidDeflate("A bit pattern is no code of the Huffman code.");
    }
}
