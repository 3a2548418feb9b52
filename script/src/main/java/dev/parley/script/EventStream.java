package dev.parley.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes a stream of the type {@code text/event-stream} apart (HTML standard §9.2.6). One caller at a time.
 *
 * <p>It may be fed in any pieces: lines are put together as bytes, and a line is UTF-8 on its own.
 */
final class EventStream {
    /** What is in a stream. */
    interface Handler {
        /** @param lastEventId the one that this event had, or one before it */
        void event(String type, String data, String lastEventId);

        /** How long to wait before connecting again, in milliseconds. */
        void retry(long millis);
    }

    /** An event, or a line that has not ended, is larger than it may be. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException(int maxBytes) {
            super("an event of more than " + maxBytes + " bytes");
        }
    }

    private static final int BYTE_ORDER_MARK_BYTES = 3;

    private final int maxBytes;
    private final Handler handler;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    private String type = "";
    private final StringBuilder data = new StringBuilder();
    private String id;
    private String lastEventId;

    /**
     * @param lastEventId the one of the connection before
     * @param maxBytes how large an event may be
     */
    EventStream(String lastEventId, int maxBytes, Handler handler) {
        this.id = lastEventId;
        this.lastEventId = lastEventId;
        this.maxBytes = maxBytes;
        this.handler = handler;
    }

    /** The id of the last event: what the server is told when it is asked again. */
    String lastEventId() {
        return lastEventId;
    }

    /** Takes the next bytes, all of them. An event that the end of the stream cuts short is none. */
    void feed(ByteBuffer bytes) throws TooLargeException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            boolean secondOfTwo = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (secondOfTwo) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                endOfLine();
            } else {
                line.write(b);
                if (line.size() + data.length() > maxBytes) {
                    throw new TooLargeException(maxBytes);
                }
            }
        }
    }

    private void endOfLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int start = firstLine && beginsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK_BYTES : 0;
        firstLine = false;
        String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            field(text, "");
        } else if (colon > 0) { // what begins with a colon is a comment
            int value = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
            field(text.substring(0, colon), text.substring(value));
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value.indexOf('\0') >= 0 ? id : value;
            case "retry" -> {
                if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    // More digits than a long has mean "for ever" all the same.
                    handler.retry(value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value));
                }
            }
            default -> {} // "The field is ignored."
        }
    }

    private void dispatch() {
        lastEventId = id;
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1); // the last line feed
            handler.event(type.isEmpty() ? "message" : type, data.toString(), lastEventId);
        }
        data.setLength(0);
        type = "";
    }

    private static boolean beginsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK_BYTES
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }
}
