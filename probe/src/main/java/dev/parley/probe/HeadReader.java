package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Reads the head of an HTTP message from a wire, and leaves there what comes after it. */
final class HeadReader {
    /** No honest endpoint needs more to open or to refuse. */
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private HeadReader() {}

    /** The head, or that there will be none. */
    static Event read(Wire wire, Duration patience) throws InterruptedException {
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            byte[] more = wire.take(Duration.ofNanos(until - System.nanoTime()));
            held.writeBytes(more);
            String text = held.toString(StandardCharsets.ISO_8859_1);
            int end = endOf(text);
            if (end >= 0) {
                wire.untake(Arrays.copyOfRange(held.toByteArray(), end, held.size()));
                return HttpHead.parse(text.substring(0, end));
            }
            if (more.length == 0 || held.size() > MAX_HEAD_BYTES) {
                return wire.ended() ? new Event.End() : new Event.Silence();
            }
        }
    }

    private static int endOf(String text) {
        int strict = text.indexOf("\r\n\r\n");
        int lax = text.indexOf("\n\n");
        if (strict >= 0) {
            return strict + 4;
        }
        return lax >= 0 ? lax + 2 : -1;
    }
}
