package dev.parley.proofs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words as an RFC and a quotation of it have in common, whatever lines they are broken into. Stateless.
 *
 * <p>Quotation marks inside are single ones, since double ones enclose a quotation; a word that was broken at its hyphen is
 * whole again.
 */
final class RfcWords {
    private static final Pattern OMISSION = Pattern.compile("\\s*(?:\\.\\.\\.|…)\\s*");

    /** What a quotation may leave away at its ends, and the RFC may have there. */
    private static final Pattern PUNCTUATION = Pattern.compile("^[('\\[]+(?=.)|(?<=.)[)'\\].,;:?!]+$");

    private RfcWords() {}

    static String normalised(String text) {
        return unbroken(text).replace('"', '\'').strip();
    }

    /** The text on one line. */
    static String unbroken(String text) {
        return text.replaceAll("(\\w-)\\s*\\n\\s*(?=\\w)", "$1").replaceAll("\\s+", " ");
    }

    /** The words of a normalised text, without the punctuation around them. */
    static List<String> of(String normalised) {
        List<String> words = new ArrayList<>();
        for (String word : normalised.strip().split(" ")) {
            words.add(PUNCTUATION.matcher(word).replaceAll(""));
        }
        return words;
    }

    /** What a normalised quotation consists of: {@code ...} stands for words left out. */
    static List<String> parts(String quotation) {
        return OMISSION.splitAsStream(quotation).filter(part -> !part.isEmpty()).toList();
    }
}
