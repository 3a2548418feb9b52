package dev.parley.probe;

import java.util.Arrays;

/** The two Huffman codes of a block: of literals and lengths, and of distances (RFC 1951 §3.2.6, §3.2.7). Immutable. */
record DynamicCodes(HuffmanCode literals, HuffmanCode distances) {
    /** The order in which the lengths of the code for lengths are sent. */
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    /** The codes of a block that brings none. */
    static final DynamicCodes FIXED = fixed();

    private static DynamicCodes fixed() {
        int[] literals = new int[288];
        Arrays.fill(literals, 0, 144, 8);
        Arrays.fill(literals, 144, 256, 9);
        Arrays.fill(literals, 256, 280, 7);
        Arrays.fill(literals, 280, 288, 8);
        int[] distances = new int[32];
        Arrays.fill(distances, 5);
        try {
            return new DynamicCodes(new HuffmanCode(literals), new HuffmanCode(distances));
        } catch (InvalidDeflate e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the codes that stand at the head of a dynamic block. */
    static DynamicCodes read(BitReader in) throws InvalidDeflate {
        int literals = in.bits(5) + 257;
        int distances = in.bits(5) + 1;
        int used = in.bits(4) + 4;
        if (literals > 286) {
            throw new InvalidDeflate("A dynamic block declares " + literals + " codes for literals and lengths.");
        }
        int[] lengthsOfLengths = new int[19];
        for (int i = 0; i < used; i++) {
            lengthsOfLengths[ORDER[i]] = in.bits(3);
        }
        int[] lengths = lengths(in, new HuffmanCode(lengthsOfLengths), literals + distances);
        if (lengths[256] == 0) {
            throw new InvalidDeflate("A dynamic block has no code for its end.");
        }
        return new DynamicCodes(
                new HuffmanCode(Arrays.copyOf(lengths, literals)),
                new HuffmanCode(Arrays.copyOfRange(lengths, literals, lengths.length)));
    }

    private static int[] lengths(BitReader in, HuffmanCode code, int count) throws InvalidDeflate {
        int[] lengths = new int[count];
        int at = 0;
        while (at < count) {
            int symbol = code.decode(in);
            if (symbol < 16) {
                lengths[at++] = symbol;
                continue;
            }
            if (symbol == 16 && at == 0) {
                throw new InvalidDeflate("A dynamic block repeats a length before there is one.");
            }
            int repeated = symbol == 16 ? lengths[at - 1] : 0;
            int times =
                    switch (symbol) {
                        case 16 -> 3 + in.bits(2);
                        case 17 -> 3 + in.bits(3);
                        default -> 11 + in.bits(7);
                    };
            if (at + times > count) {
                throw new InvalidDeflate("A dynamic block has more lengths than it declares.");
            }
            Arrays.fill(lengths, at, at + times, repeated);
            at += times;
        }
        return lengths;
    }
}
