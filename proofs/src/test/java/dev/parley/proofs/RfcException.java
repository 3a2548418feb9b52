package dev.parley.proofs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A requirement that has no code, or no test, for a reason. Immutable.
 *
 * @param requirement its id, see {@link Requirement#id}
 * @param words some of the requirement, so that a reader need not look it up
 * @param lacks what it has not got
 */
record RfcException(String requirement, String words, Lack lacks, String reason) {
    private static final Pattern ROW = Pattern.compile(
            "\\| (?<id>\\d+-[\\d.]+-\\d+) \\| \"(?<words>.+?)\" \\| (?<lacks>code and test|test) \\| (?<reason>[^|]+) \\|");

    enum Lack {
        CODE_AND_TEST,
        TEST
    }

    /**
     * The rows of the table in a Markdown document.
     *
     * @throws IllegalArgumentException if a row that begins with a number cannot be read
     */
    static List<RfcException> in(String markdown) {
        List<RfcException> exceptions = new ArrayList<>();
        for (String line : markdown.split("\n")) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                exceptions.add(new RfcException(
                        row.group("id"),
                        RfcWords.normalised(row.group("words").replace("\\|", "|")),
                        row.group("lacks").equals("test") ? Lack.TEST : Lack.CODE_AND_TEST,
                        row.group("reason")));
            } else if (line.matches("\\|\\s*\\d.*")) {
                throw new IllegalArgumentException("Not the row of an exception: " + line);
            }
        }
        return exceptions;
    }
}
