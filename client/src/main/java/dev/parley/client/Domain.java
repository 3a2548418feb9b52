package dev.parley.client;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Domain names in any script, as the network knows them (URL standard §3.3, UTS #46 without transitional processing). Stateless.
 *
 * <p>{@code java.net.IDN} keeps to an older rule, and leads to other hosts than browsers do; ICU is larger than all of this library. So
 * the platform's own Unicode tables are used: what UTS #46 maps is, but for a few, what NFKC and lower case map (decision 0009). A name
 * that is all ASCII needs none of it.
 */
final class Domain {
    /** Over this it is no name that anybody could look up. */
    private static final int MAX_LABEL = 256;

    private static final char IDEOGRAPHIC_DOT = '\u3002';
    /** What separates labels beside the dot itself: ideographic, fullwidth, halfwidth. */
    private static final String DOTS = "\u3002\uFF0E\uFF61";

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int CAPITAL_SHARP_S = 0x1E9E;

    private Domain() {}

    /** The name in ASCII; empty if it cannot be one. What a URL's host may not contain is not judged here. */
    static Optional<String> toAscii(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(name.toLowerCase(Locale.ROOT));
        }
        // RFC 6455 §11.1.1, §11.1.2: "Characters in the host component that are excluded by the syntax defined
        // above MUST be converted from Unicode to ASCII"
        if (name.codePoints().anyMatch(Domain::hidesDot)) {
            return Optional.empty();
        }
        String[] labels = mapped(name).split("\\.", -1);
        boolean leftToRight = true;
        for (String label : labels) {
            leftToRight &= !BidiRule.concerns(label);
        }
        for (int i = 0; i < labels.length; i++) {
            if (!isValid(labels[i]) || !leftToRight && !BidiRule.allows(labels[i])) {
                return Optional.empty();
            }
            if (labels[i].chars().anyMatch(c -> c >= 0x80)) {
                labels[i] = "xn--" + Punycode.encode(labels[i]);
            }
        }
        return Optional.of(String.join(".", labels));
    }

    private static String mapped(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        name.codePoints()
                .filter(c -> !isIgnored(c))
                .forEach(c -> kept.append(c == CAPITAL_SHARP_S ? "ß" : Character.toString(Character.toLowerCase(c))));
        // Again, since what is taken apart may have capitals, as the sign for "telephone" has.
        String mapped = Normalizer.normalize(kept, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(mapped, Normalizer.Form.NFKC).replace(IDEOGRAPHIC_DOT, '.');
    }

    /** Whether a character contains a dot without being one, as the sign for "1." does. */
    private static boolean hidesDot(int c) {
        return c >= 0x80
                && DOTS.indexOf(c) < 0
                && Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                        .chars()
                        .anyMatch(part -> part == '.' || part == IDEOGRAPHIC_DOT);
    }

    /** Soft hyphens, variation selectors and the like, of which nothing is seen. */
    private static boolean isIgnored(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c == 0x200B
                || c == 0x2060
                || c == 0x2064
                || c == 0x3164
                || c == 0xFEFF
                || c == 0xFFA0
                || c >= 0x180B && c <= 0x180F
                || c >= 0x206A && c <= 0x206F
                || c >= 0xFE00 && c <= 0xFE0F
                || c >= 0x1D173 && c <= 0x1D17A
                || c >= 0xE0100 && c <= 0xE01EF;
    }

    private static boolean isValid(String label) {
        if (label.length() > MAX_LABEL) {
            return false;
        }
        boolean ascii = label.chars().allMatch(c -> c < 0x80);
        if (ascii || label.isEmpty()) {
            return true;
        }
        // Where joiners may stand is not judged: nobody registers a name with one elsewhere, so it leads nowhere.
        // What looks like Punycode and is not ASCII would be encoded twice.
        return !label.startsWith("xn--")
                && !isMark(label.codePointAt(0))
                && label.codePoints().allMatch(Domain::isVisible);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c == NON_JOINER
                || c == JOINER;
    }

    private static boolean isVisible(int c) {
        if (c < 0x80 || c == NON_JOINER || c == JOINER) {
            return true; // what of ASCII is allowed is judged later; joiners change how some scripts are written
        }
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> c != 0xFFFD && c != 0xFFFC;
        };
    }
}
