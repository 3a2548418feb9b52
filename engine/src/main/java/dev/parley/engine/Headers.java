package dev.parley.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTP header fields in the order they came in; names compare without regard to case (RFC 9110 §5.1). Immutable.
 */
public final class Headers implements Iterable<Headers.Field> {
    public static final Headers NONE = new Headers("", 0);

    /**
     * One header field line.
     *
     * @param name as it was written
     * @param value without the white space around it
     */
    public record Field(String name, String value) {
        /** @throws IllegalArgumentException if the name is no token, or the value could begin another line */
        public Field {
            if (!HeaderGrammar.isToken(name)) {
                throw new IllegalArgumentException("Not a header name: " + HeaderGrammar.printable(name));
            }
            if (!HeaderGrammar.isFieldValue(value)) {
                throw new IllegalArgumentException("The value of " + name + " has a control character in it.");
            }
        }
    }

    private static final char END = '\n'; // no name and no value has one

    /** Names and values in turn, each with {@link #END}: a connection keeps its request's for as long as it lives. */
    private final String lines;

    private final int size;

    private Headers(String lines, int size) {
        this.lines = lines;
        this.size = size;
    }

    /** Header fields from names and values in turn. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A header name is without its value.");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return of(fields);
    }

    public static Headers of(List<Field> fields) {
        StringBuilder lines = new StringBuilder();
        for (Field field : fields) {
            lines.append(field.name()).append(END).append(field.value()).append(END);
        }
        return fields.isEmpty() ? NONE : new Headers(lines.toString(), fields.size());
    }

    /** These and one more, at the end. */
    public Headers with(String name, String value) {
        return with(of(name, value));
    }

    /** These and those, at the end. */
    public Headers with(Headers others) {
        return new Headers(lines + others.lines, size + others.size);
    }

    /** The values of all fields of that name. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (int at = find(name, 0); at >= 0; at = find(name, after(at))) {
            values.add(lines.substring(at, lines.indexOf(END, at)));
        }
        return values;
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        int at = find(name, 0);
        return at < 0 ? Optional.empty() : Optional.of(lines.substring(at, lines.indexOf(END, at)));
    }

    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    /** Where the value of the next field of that name begins, at {@code from} or later; −1 if there is none. */
    private int find(String name, int from) {
        for (int at = from; at < lines.length(); ) {
            int end = lines.indexOf(END, at);
            if (end - at == name.length() && lines.regionMatches(true, at, name, 0, name.length())) {
                return end + 1;
            }
            at = after(end + 1);
        }
        return -1;
    }

    /** Where the line begins that follows the one in which this is. */
    private int after(int at) {
        return lines.indexOf(END, at) + 1;
    }

    /** Whether a comma-separated field of that name has this member, without regard to case. */
    public boolean hasMember(String name, String member) {
        for (String value : all(name)) {
            for (String candidate : value.split(",", -1)) {
                if (candidate.strip().toLowerCase(Locale.ROOT).equals(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether there is one {@code Host} field, and it names a host, with or without a port (RFC 9112 §3.2). */
    public boolean namesOneHost() {
        List<String> hosts = all("Host");
        return hosts.size() == 1 && HeaderGrammar.isHost(hosts.get(0));
    }

    public int size() {
        return size;
    }

    @Override
    public Iterator<Field> iterator() {
        return fields().iterator();
    }

    @Override
    public String toString() {
        // Values may be credentials: they have no place in a log.
        return fields().stream().map(Field::name).toList().toString();
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>(size);
        for (int at = 0; at < lines.length(); ) {
            int value = after(at);
            int next = after(value);
            fields.add(new Field(lines.substring(at, value - 1), lines.substring(value, next - 1)));
            at = next;
        }
        return fields;
    }
}
