package dev.parley.chat;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The rules for what people may call themselves. Stateless. */
final class Names {
    /** Long enough for a full name, short enough for a list. In UTF-16 units. */
    static final int MAX_LENGTH = 40;

    private Names() {}

    /**
     * A name as others will see it: normalised, without control characters and invisible ones, with single spaces; empty if
     * nothing is left.
     */
    static String tidy(String wanted) {
        // Cut first, so that what a stranger sends costs no more than a name.
        String bounded = wanted.length() > 4 * MAX_LENGTH ? wanted.substring(0, 4 * MAX_LENGTH) : wanted;
        StringBuilder visible = new StringBuilder();
        Normalizer.normalize(bounded, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                visible.append(' ');
            } else if (isVisible(c)) {
                visible.appendCodePoint(c);
            }
        });
        String name = visible.toString().strip().replaceAll(" +", " ");
        return cut(name, MAX_LENGTH).strip();
    }

    /** The name, or when it is taken (regardless of case) the same with the smallest number that makes it unique. */
    static String unique(String name, Collection<String> taken) {
        Set<String> folded = new HashSet<>();
        taken.forEach(other -> folded.add(folded(other)));
        String candidate = name;
        for (int number = 2; folded.contains(folded(candidate)); number++) {
            String suffix = Integer.toString(number);
            candidate = cut(name, MAX_LENGTH - suffix.length()) + suffix;
        }
        return candidate;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    private static String cut(String name, int length) {
        if (name.length() <= length) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(length - 1)) ? length - 1 : length);
    }
}
