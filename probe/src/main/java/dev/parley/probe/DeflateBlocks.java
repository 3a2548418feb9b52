package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks through the DEFLATE blocks of one direction of a connection, message by message (RFC 1951, RFC 7692 §7.2.2), and
 * finds out how far back they refer: what a window was agreed for can be proved only here. One caller at a time.
 *
 * <p>The JDK's inflater would not say it, as it always has a window of 32 KiB.
 */
final class DeflateBlocks {
    private static final int MAX_DISTANCE = 32 * 1024;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    static final int[] DISTANCE_BITS = {
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
    };

    /** The three ways to write a block, by their numbers. */
    enum Kind {
        STORED,
        FIXED,
        DYNAMIC
    }

    /**
     * What the payload of one message came to.
     *
     * @param largestDistance how far back, in bytes, the furthest match refers; 0 if there is none
     * @param kinds the blocks, without the empty one at the end that is never sent
     */
    record Inflated(byte[] output, int largestDistance, List<Kind> kinds) {}

    private final boolean takeover;
    private final int mostBytes;
    /** The output of this message, after what may be referred to of earlier ones. */
    private byte[] output = new byte[64 * 1024];

    private int start;
    private int end;
    private int largest;

    /**
     * @param takeover whether a message may refer back to earlier ones
     * @param mostBytes what a message may inflate to
     */
    DeflateBlocks(boolean takeover, int mostBytes) {
        this.mostBytes = mostBytes;
        this.takeover = takeover;
    }

    /**
     * Inflates the payload of one message.
     *
     * @throws InvalidDeflate if it cannot be inflated; then nothing later can
     */
    Inflated inflate(byte[] payload) throws InvalidDeflate {
        // RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
        byte[] whole = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, whole, payload.length, TAIL.length);
        forget();
        largest = 0;
        List<Kind> kinds = new ArrayList<>();
        BitReader in = new BitReader(whole);
        while (!in.atEnd()) {
            boolean last = in.bit() == 1;
            kinds.add(block(in));
            if (last) {
                // What is left of the byte is padding, and a new stream of blocks begins (RFC 7692 §7.2.3.4).
                in.align();
            }
        }
        kinds.remove(kinds.size() - 1);
        return new Inflated(Arrays.copyOfRange(output, start, end), largest, List.copyOf(kinds));
    }

    /** Keeps of earlier messages what may be referred to. */
    private void forget() {
        int kept = takeover ? Math.min(end, MAX_DISTANCE) : 0;
        System.arraycopy(output, end - kept, output, 0, kept);
        start = kept;
        end = kept;
    }

    private Kind block(BitReader in) throws InvalidDeflate {
        switch (in.bits(2)) {
            case 0 -> {
                stored(in);
                return Kind.STORED;
            }
            case 1 -> {
                codes(in, DynamicCodes.FIXED);
                return Kind.FIXED;
            }
            case 2 -> {
                codes(in, DynamicCodes.read(in));
                return Kind.DYNAMIC;
            }
            default -> throw new InvalidDeflate("A block has the type 3, which is reserved.");
        }
    }

    private void stored(BitReader in) throws InvalidDeflate {
        in.align();
        int length = in.bits(16);
        if (in.bits(16) != (length ^ 0xFFFF)) {
            throw new InvalidDeflate("A stored block's length does not match its complement.");
        }
        for (int i = 0; i < length; i++) {
            put((byte) in.bits(8));
        }
    }

    private void codes(BitReader in, DynamicCodes codes) throws InvalidDeflate {
        while (true) {
            int symbol = codes.literals().decode(in);
            if (symbol < 256) {
                put((byte) symbol);
            } else if (symbol == 256) {
                return;
            } else if (symbol - 257 >= LENGTH_BASE.length) {
                throw new InvalidDeflate("A length has the code " + symbol + ", which is reserved.");
            } else {
                int length = LENGTH_BASE[symbol - 257] + in.bits(LENGTH_BITS[symbol - 257]);
                match(length, distance(in, codes));
            }
        }
    }

    private static int distance(BitReader in, DynamicCodes codes) throws InvalidDeflate {
        int symbol = codes.distances().decode(in);
        if (symbol >= DISTANCE_BASE.length) {
            throw new InvalidDeflate("A distance has the code " + symbol + ", which is reserved.");
        }
        return DISTANCE_BASE[symbol] + in.bits(DISTANCE_BITS[symbol]);
    }

    private void match(int length, int distance) throws InvalidDeflate {
        if (distance > end) {
            throw new InvalidDeflate("A match refers " + distance + " bytes back, where nothing is: only " + end
                    + " bytes came before" + (takeover ? "." : " in this message."));
        }
        largest = Math.max(largest, distance);
        for (int i = 0; i < length; i++) {
            put(output[end - distance]);
        }
    }

    private void put(byte b) throws InvalidDeflate {
        if (end - start >= mostBytes) {
            throw new InvalidDeflate("The message inflates to more than " + mostBytes + " bytes.");
        }
        if (end == output.length) {
            output = Arrays.copyOf(output, output.length * 2);
        }
        output[end++] = b;
    }
}
