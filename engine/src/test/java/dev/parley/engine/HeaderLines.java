package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;

/** Header fields written as in an HTTP message, a line each. Stateless. */
final class HeaderLines {
    private HeaderLines() {}

    /** The fields of these lines, without those that no parser of HTTP would let through. */
    static Headers read(List<String> lines) {
        List<Headers.Field> fields = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = line.substring(colon < 0 ? line.length() : colon + 1).trim();
            if (HeaderGrammar.isToken(name) && HeaderGrammar.isFieldValue(value)) {
                fields.add(new Headers.Field(name, value));
            }
        }
        return Headers.of(fields);
    }

    /** A line each, and this before them. */
    static String write(String before, Headers headers) {
        StringBuilder lines = new StringBuilder(before);
        for (Headers.Field field : headers) {
            lines.append('\n').append(field.name()).append(": ").append(field.value());
        }
        return lines.toString();
    }
}
