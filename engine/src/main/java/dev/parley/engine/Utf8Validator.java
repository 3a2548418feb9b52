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
                i = skipAscii(bytes, i, end);
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
