package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An answer to a client's opening request as the probe sends it (RFC 6455 §4.2.2), line by line, so that any line can be
 * spoilt. Immutable.
 *
 * @param line the status line
 * @param fields the header lines, without their ends
 * @param before bytes to send before it, in ISO 8859-1
 * @param after bytes to send with it, as a body or as frames
 */
record Answer(String line, List<String> fields, String before, byte[] after) {

    Answer {
        fields = List.copyOf(fields);
    }

    /** An answer with which nothing is wrong. */
    static Answer to(String key) {
        return new Answer(
                "HTTP/1.1 101 Switching Protocols",
                List.of(
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Accept: " + HandshakeKey.accept(key)),
                "",
                new byte[0]);
    }

    Answer withLine(String other) {
        return new Answer(other, fields, before, after);
    }

    /** With this field in the place of the one of that name. */
    Answer with(String name, String value) {
        return new Answer(
                line,
                fields.stream()
                        .map(field -> named(field, name) ? name + ": " + value : field)
                        .toList(),
                before,
                after);
    }

    /** With one more line, whatever it is. */
    Answer adding(String field) {
        List<String> more = new ArrayList<>(fields);
        more.add(field);
        return new Answer(line, more, before, after);
    }

    Answer without(String name) {
        return new Answer(
                line, fields.stream().filter(field -> !named(field, name)).toList(), before, after);
    }

    Answer withFields(List<String> others) {
        return new Answer(line, others, before, after);
    }

    Answer agreeing(String extensions) {
        return adding("Sec-WebSocket-Extensions: " + extensions);
    }

    Answer after(String earlier) {
        return new Answer(line, fields, earlier, after);
    }

    Answer before(byte[] later) {
        return new Answer(line, fields, before, later);
    }

    /** This text in place of all of it. */
    Answer raw(String text) {
        return new Answer("", List.of(), text, new byte[0]);
    }

    byte[] bytes() {
        if (line.isEmpty() && fields.isEmpty()) {
            return before.getBytes(StandardCharsets.ISO_8859_1);
        }
        StringBuilder head = new StringBuilder(before).append(line).append("\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(first, first.length + after.length);
        System.arraycopy(after, 0, all, first.length, after.length);
        return all;
    }

    private static boolean named(String field, String name) {
        return field.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
