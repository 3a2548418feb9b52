package dev.parley.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP message as an endpoint that is being probed reads it (RFC 9112 §2 to §5). Immutable.
 *
 * @param start the first line
 * @param fields name and value of each field, the name in small letters
 */
record Head(String start, List<Field> fields) {
    private static final int MAX_BYTES = 128 * 1024;
    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    record Field(String name, String value) {}

    /**
     * The lines up to the empty one, of which there may be one before. None if they have no end, or end otherwise than HTTP has
     * it.
     *
     * @param answer whether it is an answer, where one is lenient: a line may end with LF alone and go on after a blank (RFC
     *     9112 §2.2, §5.2); what does not begin as one is none
     */
    static Optional<List<String>> lines(Link link, boolean answer) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int size = 1; size < MAX_BYTES; size++) {
            int next = link.read();
            if (answer && size == 1 && next != 'H' && next != '\r') {
                return Optional.empty();
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            boolean crlf = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
            if (!crlf && !answer) {
                return Optional.empty();
            }
            line.setLength(line.length() - (crlf ? 1 : 0));
            if (line.isEmpty() && (!lines.isEmpty() || size > 2)) {
                return Optional.of(lines);
            }
            add(line.toString(), lines, answer);
            line.setLength(0);
        }
        return Optional.empty();
    }

    private static void add(String line, List<String> lines, boolean folds) {
        if (folds && line.matches("[ \t].*") && !lines.isEmpty()) {
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + line);
        } else if (!line.isEmpty()) {
            lines.add(line);
        }
    }

    /** None if one of the lines is not what it must be. */
    static Optional<Head> of(List<String> lines) {
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (colon < 1 || !line.substring(0, colon).matches(NAME)) {
                return Optional.empty();
            }
            String value = line.substring(colon + 1);
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
                return Optional.empty();
            }
            fields.add(new Field(line.substring(0, colon).toLowerCase(Locale.ROOT), trimmed(value)));
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Head(lines.get(0), fields));
    }

    /** The values of all fields of this name. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name.toLowerCase(Locale.ROOT)))
                .map(Field::value)
                .toList();
    }

    /** The members of a list in all fields of this name. */
    List<String> members(String name) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(Head::trimmed)
                .toList();
    }

    /** Whether the list has this member, in letters of whatever case. */
    boolean lists(String name, String member) {
        return members(name).stream().anyMatch(member::equalsIgnoreCase);
    }

    static boolean isToken(String text) {
        return text.matches(NAME);
    }

    static String trimmed(String value) {
        return value.replaceAll("^[ \t]+|(?<![ \t])[ \t]+$", "");
    }

    static byte[] bytes(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
