package dev.parley.proofs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an RFC, section by section, without what belongs to the printed page: what fingerprints are taken of.
 * Immutable.
 *
 * @param number for instance 6455
 * @param sections in the order of the document
 */
record RfcText(int number, List<Section> sections) {
    /** A line that only the end of a page makes necessary, and the one at the top of the next. */
    private static final Pattern FURNITURE = Pattern.compile(".*\\[Page \\d+]|\\f.*|RFC \\d+ {2,}.* \\d{4}");

    /** A heading begins at the margin; in the table of contents the same words are indented. */
    private static final Pattern HEADING = Pattern.compile("(\\d+(?:\\.\\d+)*)\\. {1,2}\\S.*");

    private static final Pattern LINE_OF_A_GRAMMARS_COMMENT = Pattern.compile("^\\s*;\\s*");

    RfcText {
        sections = List.copyOf(sections);
    }

    /**
     * A section without its subsections.
     *
     * @param number for instance {@code 5.5.1}
     * @param paragraphs each normalised, see {@link RfcWords}
     */
    record Section(String number, List<String> paragraphs) {}

    /** Reads the text in a folder, where it has the name that its publisher gives it, for instance rfc6455.txt. */
    static RfcText read(Path folder, int number) throws IOException {
        return parse(number, Files.readString(folder.resolve("rfc" + number + ".txt"), StandardCharsets.UTF_8));
    }

    /** The same from this section on: what comes before binds nobody. */
    RfcText from(String section) {
        int first = 0;
        while (!sections.get(first).number().equals(section)) {
            first++;
        }
        return new RfcText(number, sections.subList(first, sections.size()));
    }

    static RfcText parse(int number, String text) {
        List<Section> sections = new ArrayList<>();
        List<String> paragraphs = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        boolean afterPageBreak = false;
        for (String line : text.split("\n")) {
            Matcher heading = HEADING.matcher(line);
            if (FURNITURE.matcher(line).matches()) {
                afterPageBreak = true;
            } else if (heading.matches()) {
                end(paragraph, paragraphs);
                paragraphs = new ArrayList<>();
                sections.add(new Section(heading.group(1), paragraphs));
            } else if (!line.isBlank()) {
                boolean isContinued = afterPageBreak && isUnfinished(paragraphs);
                if (isContinued) {
                    paragraph.append(paragraphs.remove(paragraphs.size() - 1)).append('\n');
                }
                afterPageBreak = false;
                paragraph
                        .append(LINE_OF_A_GRAMMARS_COMMENT.matcher(line).replaceFirst(""))
                        .append('\n');
            } else {
                end(paragraph, paragraphs);
            }
        }
        end(paragraph, paragraphs);
        return new RfcText(number, sections);
    }

    /** A page may end inside a paragraph, and blank lines do not tell whether it did. */
    private static boolean isUnfinished(List<String> paragraphs) {
        return !paragraphs.isEmpty() && !paragraphs.get(paragraphs.size() - 1).matches(".*[.:]\\)?");
    }

    private static void end(StringBuilder paragraph, List<String> paragraphs) {
        if (!paragraph.isEmpty()) {
            paragraphs.add(RfcWords.normalised(paragraph.toString()));
            paragraph.setLength(0);
        }
    }
}
