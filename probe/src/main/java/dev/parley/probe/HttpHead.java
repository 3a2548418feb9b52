package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP/1.1 message that a peer sent (RFC 9112): its start line and its fields, in their order. Immutable.
 *
 * @param faults the rules of HTTP that the head breaks, one sentence each
 */
record HttpHead(String startLine, List<Field> fields, List<String> faults) implements Event {

    /** A field; the name as it was written, the value without blanks around it. */
    record Field(String name, String value) {}

    /** @param text the head up to the empty line */
    static HttpHead parse(String text) {
        List<String> faults = new ArrayList<>();
        if (text.replace("\r\n", "").contains("\n")) {
            faults.add("A line of the head ends with LF alone (RFC 9112 §2.2).");
        }
        String[] lines = text.split("\r?\n");
        List<Field> fields = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(Math.min(1, lines.length), lines.length)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                faults.add("This is no header field: " + Quoted.of(line) + " (RFC 9112 §5).");
            } else {
                fields.add(new Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
        }
        return new HttpHead(lines.length == 0 ? "" : lines[0], List.copyOf(fields), List.copyOf(faults));
    }

    /** The values of all fields with this name, whatever its case. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first field with this name, or the empty string. */
    String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** The members of a comma-separated list that may stand in several fields, in lower case. */
    List<String> tokens(String name) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .filter(token -> !token.isEmpty())
                .toList();
    }

    /** The status of an answer; 0 if this is none. */
    int status() {
        return startLine.matches("HTTP/\\d\\.\\d \\d{3}( .*)?") ? Integer.parseInt(startLine.substring(9, 12)) : 0;
    }

    @Override
    public String toString() {
        return "\"" + Quoted.of(startLine) + "\"";
    }
}
