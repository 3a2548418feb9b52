package dev.parley.engine;

import java.nio.ByteBuffer;

/**
 * Judges whether bytes are UTF-8, as they arrive: it fails at the first byte that no valid text could have there, and not
 * at the end of the message. Confined to its connection.
 *
 * <p>The state between two bytes is how many continuation bytes are owed and the range of the next one, as in the decoder
 * of the WHATWG Encoding standard. The ranges are those of table 3-7 of the Unicode standard: they exclude overlong forms,
 * surrogates and code points past U+10FFFF.
 */
final class Utf8Validator {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    /** Of a character, in bytes. */
    private static final int LONGEST = 4;

    private static final int CONTINUATION_LOW = 0x80;
    private static final int CONTINUATION_HIGH = 0xBF;

    private int owed;
    private int low = CONTINUATION_LOW;
    private int high = CONTINUATION_HIGH;

    /** Takes the bytes from position to limit; the position stays. False as soon as they cannot be UTF-8. */
    boolean accepts(ByteBuffer bytes) {
        int i = bytes.position();
        int end = bytes.limit();
        while (i < end) {
            if (owed == 0) {
                i = skipWhole(bytes, i, end);
                if (i == end) {
                    return true;
                }
            }
            if (!accepts(bytes.get(i++) & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may end here: no character is unfinished. */
    boolean isComplete() {
        return owed == 0;
    }

    /** Forgets everything: a new text begins. */
    void reset() {
        owed = 0;
        low = CONTINUATION_LOW;
        high = CONTINUATION_HIGH;
    }

    /**
     * Skips characters that are right and lie there whole, which takes no state; where something else begins, wrong or cut, the rest
     * is for a look at each byte.
     */
    private static int skipWhole(ByteBuffer bytes, int from, int end) {
        int i = skipAscii(bytes, from, end);
        while (i <= end - LONGEST) {
            int length = length(bytes, i);
            if (length == 0) {
                return i;
            }
            i = skipAscii(bytes, i + length, end);
        }
        return i;
    }

    /** How many bytes the character has that begins here, one that is not ASCII; 0 if it is none. */
    private static int length(ByteBuffer bytes, int at) {
        int first = bytes.get(at) & 0xFF;
        int second = bytes.get(at + 1) & 0xFF;
        if (first >= 0xC2 && first < 0xE0) {
            return isContinuation(second) ? 2 : 0;
        }
        if (first < 0xE0 || first >= 0xF5 || !isContinuation(second) || !isContinuation(bytes.get(at + 2))) {
            return 0;
        }
        if (first < 0xF0) {
            boolean overlong = first == 0xE0 && second < 0xA0;
            boolean surrogate = first == 0xED && second > 0x9F;
            return overlong || surrogate ? 0 : 3;
        }
        boolean overlong = first == 0xF0 && second < 0x90;
        boolean tooHigh = first == 0xF4 && second > 0x8F;
        return overlong || tooHigh || !isContinuation(bytes.get(at + 3)) ? 0 : 4;
    }

    private static boolean isContinuation(int b) {
        return (b & 0xC0) == 0x80;
    }

    private static int skipAscii(ByteBuffer bytes, int from, int end) {
        int i = from;
        while (i <= end - Long.BYTES && (bytes.getLong(i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes.get(i) >= 0) {
            i++;
        }
        return i;
    }

    private boolean accepts(int b) {
        if (owed > 0) {
            boolean fits = b >= low && b <= high;
            low = CONTINUATION_LOW;
            high = CONTINUATION_HIGH;
            owed--;
            return fits;
        }
        if (b < 0x80) {
            return true;
        }
        if (b < 0xC2) { // a continuation byte, or C0 and C1, which could only begin overlong forms
            return false;
        }
        if (b < 0xE0) {
            owed = 1;
        } else if (b < 0xF0) {
            owed = 2;
            if (b == 0xE0) {
                low = 0xA0; // below: overlong
            } else if (b == 0xED) {
                high = 0x9F; // above: surrogates
            }
        } else if (b < 0xF5) {
            owed = 3;
            if (b == 0xF0) {
                low = 0x90; // below: overlong
            } else if (b == 0xF4) {
                high = 0x8F; // above: past U+10FFFF
            }
        } else {
            return false;
        }
        return true;
    }
}
