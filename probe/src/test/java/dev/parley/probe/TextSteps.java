package dev.parley.probe;

/** Judges the bytes of one text, one after the other (RFC 3629 §4), in steps that a broken endpoint takes differently. */
class TextSteps {
    private int missing;
    private int lowest;
    private int highest;

    /** Whether a text can go on with this byte. */
    final boolean take(byte next) {
        int value = next & 0xFF;
        if (missing == 0) {
            missing = length(value) - 1;
            lowest = lowestSecond(value);
            highest = highestSecond(value);
            return missing >= 0;
        }
        boolean fits = value >= lowest && value <= highest;
        missing--;
        lowest = 0x80;
        highest = 0xBF;
        return fits;
    }

    /** Whether a text can end here. */
    boolean mayEnd() {
        return missing == 0;
    }

    /** How many bytes the character has that begins with this one; 0 if none does. */
    int length(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    int lowestSecond(int lead) {
        return lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    }

    int highestSecond(int lead) {
        return lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    }
}
