package dev.parley.client;

/** What a label of a domain name with a script from right to left must look like, so that it is read in one way (RFC 5893 §2). */
final class BidiRule {
    private BidiRule() {}

    /** Whether a label makes its whole domain name subject to the rule. */
    static boolean concerns(String label) {
        return label.codePoints()
                .anyMatch(c -> isRightToLeft(Character.getDirectionality(c))
                        || Character.getDirectionality(c) == Character.DIRECTIONALITY_ARABIC_NUMBER);
    }

    static boolean allows(String label) {
        if (label.isEmpty()) {
            return true;
        }
        byte first = Character.getDirectionality(label.codePointAt(0));
        boolean rightToLeft = isRightToLeft(first);
        if (!rightToLeft && first != Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
            return false;
        }
        byte end = first;
        boolean european = false;
        boolean arabic = false;
        for (int c : label.codePoints().toArray()) {
            byte direction = Character.getDirectionality(c);
            boolean fits = rightToLeft
                    ? isRightToLeft(direction) || direction == Character.DIRECTIONALITY_ARABIC_NUMBER
                    : direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
            if (!fits && !isNeutral(direction)) {
                return false;
            }
            european |= direction == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
            arabic |= direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            end = direction == Character.DIRECTIONALITY_NONSPACING_MARK ? end : direction;
        }
        boolean endsWell = end == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                || (rightToLeft
                        ? isRightToLeft(end) || end == Character.DIRECTIONALITY_ARABIC_NUMBER
                        : end == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return endsWell && !(european && arabic);
    }

    private static boolean isRightToLeft(byte direction) {
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isNeutral(byte direction) {
        return switch (direction) {
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS,
                    Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                    Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> false;
        };
    }
}
