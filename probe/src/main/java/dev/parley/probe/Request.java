package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * An opening request as the probe sends it (RFC 6455 §4.1), line by line, so that any line can be spoilt. Immutable.
 *
 * @param line the request line
 * @param fields the header lines, without their ends
 * @param body what follows the head at once, in ISO 8859-1
 */
record Request(String line, List<String> fields, String body) {
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    Request {
        fields = List.copyOf(fields);
    }

    /** A request with which nothing is wrong. */
    static Request to(String target, String host, Map<String, String> more) {
        Request plain = new Request(
                "GET " + target + " HTTP/1.1",
                List.of(
                        "Host: " + host,
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + HandshakeKey.random(),
                        "Sec-WebSocket-Version: 13"),
                "");
        for (Map.Entry<String, String> field : more.entrySet()) {
            plain = plain.with(field.getKey(), field.getValue());
        }
        return plain;
    }

    Request withLine(String other) {
        return new Request(other, fields, body);
    }

    Request withMethod(String method) {
        return withLine(method + line.substring(line.indexOf(' ')));
    }

    Request withTarget(String target) {
        return withLine(line.replaceFirst(" .* ", Matcher.quoteReplacement(" " + target + " ")));
    }

    /** With this field, in the place of one of that name if there is one. */
    Request with(String name, String value) {
        List<String> changed = new ArrayList<>(fields);
        int at = indexOf(name);
        if (at < 0) {
            changed.add(name + ": " + value);
        } else {
            changed.set(at, name + ": " + value);
        }
        return new Request(line, changed, body);
    }

    /** With one more line, whatever it is. */
    Request adding(String field) {
        List<String> changed = new ArrayList<>(fields);
        changed.add(field);
        return new Request(line, changed, body);
    }

    Request without(String name) {
        List<String> changed = new ArrayList<>(fields);
        changed.removeIf(field -> named(field, name));
        return new Request(line, changed, body);
    }

    Request withBody(String after) {
        return new Request(line, fields, after);
    }

    Request offering(String extensions) {
        return adding(EXTENSIONS + ": " + extensions);
    }

    Request asking(String protocols) {
        return adding(PROTOCOLS + ": " + protocols);
    }

    String target() {
        return line.split(" ")[1];
    }

    /** The value of the first field of that name, or the empty string. */
    String first(String name) {
        int at = indexOf(name);
        return at < 0 ? "" : fields.get(at).substring(name.length() + 1).strip();
    }

    String key() {
        return first("Sec-WebSocket-Key");
    }

    List<String> offers() {
        return fields.stream()
                .filter(field -> named(field, EXTENSIONS))
                .map(field -> field.substring(EXTENSIONS.length() + 1).strip())
                .toList();
    }

    List<String> protocols() {
        return fields.stream()
                .filter(field -> named(field, PROTOCOLS))
                .flatMap(field ->
                        Arrays.stream(field.substring(PROTOCOLS.length() + 1).split(",")))
                .map(String::strip)
                .toList();
    }

    byte[] bytes() {
        return (head() + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String head() {
        StringBuilder head = new StringBuilder(line).append("\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (named(fields.get(i), name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean named(String field, String name) {
        return field.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
