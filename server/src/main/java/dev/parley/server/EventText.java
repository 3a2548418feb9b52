package dev.parley.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is said on an event stream, as it is written (WHATWG HTML §9.2.5). Stateless. */
final class EventText {
    /** A line that every reader ignores. */
    static final String HEARTBEAT = ":\n\n";

    private EventText() {}

    /**
     * An event.
     *
     * @throws IllegalArgumentException if the id or the event's name cannot be written: they are one line each
     */
    static ByteBuffer event(String id, String event, String data) {
        StringBuilder text = new StringBuilder(data.length() + id.length() + event.length() + 32);
        // WHATWG HTML §9.2.6: an id with a NULL in it is ignored.
        requireOneLine(id.indexOf('\0') < 0, "id", id);
        if (!id.isEmpty()) {
            text.append("id: ").append(id).append('\n');
        }
        requireOneLine(true, "name", event);
        if (!event.isEmpty()) {
            text.append("event: ").append(event).append('\n');
        }
        text.append("data: ");
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            boolean isEnd = c == '\n' || c == '\r';
            if (c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n') {
                continue; // the next one ends the line for both
            }
            text.append(isEnd ? "\ndata: " : String.valueOf(c));
        }
        return encode(text.append("\n\n").toString());
    }

    /** How long a reader waits before it comes back. */
    static ByteBuffer retry(Duration delay) {
        return encode("retry: " + delay.toMillis() + "\n\n");
    }

    static ByteBuffer encode(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireOneLine(boolean right, String what, String text) {
        if (!right || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("The " + what + " of an event is one line, without control characters.");
        }
    }
}
