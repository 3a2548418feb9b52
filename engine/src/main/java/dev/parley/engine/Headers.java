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
    public static final Headers NONE = new Headers(List.of());

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

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /** Header fields from names and values in turn. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A header name is without its value.");
        }
        Headers headers = NONE;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers = headers.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    public static Headers of(List<Field> fields) {
        return new Headers(List.copyOf(fields));
    }

    /** These and one more, at the end. */
    public Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return of(more);
    }

    /** These and those, at the end. */
    public Headers with(Headers others) {
        List<Field> more = new ArrayList<>(fields);
        more.addAll(others.fields);
        return of(more);
    }

    /** The values of all fields of that name. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public boolean contains(String name) {
        return first(name).isPresent();
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
        return fields.size();
    }

    @Override
    public Iterator<Field> iterator() {
        return fields.iterator();
    }

    @Override
    public String toString() {
        // Values may be credentials: they have no place in a log.
        return fields.stream().map(Field::name).toList().toString();
    }
}
