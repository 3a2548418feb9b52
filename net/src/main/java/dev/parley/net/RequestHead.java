package dev.parley.net;

import dev.parley.engine.Headers;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The request of an opening handshake as nearly every client sends it, read in one go. Whatever is not just so, wrong or merely rare, is
 * none of its business: Netty's codec reads that, and says what is wrong with it. Stateless.
 */
final class RequestHead {
    private static final int END = 0x0D0A0D0A;
    private static final String METHOD = "GET ";
    private static final String VERSION = " HTTP/1.1";

    private RequestHead() {}

    /** Where the bytes of the head end, those of the empty line too; −1 if they are not all there. */
    static int end(ByteBuffer in) {
        for (int i = in.position(); i + Integer.BYTES <= in.limit(); i++) {
            if (in.get(i) == '\r' && in.getInt(i) == END) {
                return i + Integer.BYTES;
            }
        }
        return -1;
    }

    /**
     * The request, if it is a plain one for an upgrade.
     *
     * @param head up to and with the empty line
     */
    static Optional<HttpRequest> parse(byte[] head, SocketAddress remoteAddress, EntryLimits limits) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int line = text.indexOf("\r\n");
        if (line > limits.requestLineBytes()
                || !text.startsWith(METHOD)
                || !text.startsWith(VERSION, line - VERSION.length())) {
            return Optional.empty();
        }
        int targetEnd = line - VERSION.length();
        if (targetEnd <= METHOD.length() || !isTarget(text, METHOD.length(), targetEnd)) {
            return Optional.empty();
        }
        List<Headers.Field> fields = new ArrayList<>();
        for (int at = line + 2; at < text.length() - 2; ) {
            int end = text.indexOf("\r\n", at);
            int colon = text.indexOf(':', at);
            if (colon < 0 || colon >= end || fields.size() == limits.headerFields()) {
                return Optional.empty();
            }
            try {
                fields.add(new Headers.Field(text.substring(at, colon), withoutBlanks(text, colon + 1, end)));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
            at = end + 2;
        }
        Headers headers = Headers.of(fields);
        return isPlain(headers)
                ? Optional.of(new HttpRequest(
                        "GET", text.substring(METHOD.length(), targetEnd), "HTTP/1.1", headers, remoteAddress))
                : Optional.empty();
    }

    /** RFC 9112 §5.1: blanks and tabs around a value are not part of it; anything else that is invisible is. */
    private static String withoutBlanks(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isPlain(Headers headers) {
        return headers.contains("Upgrade")
                && headers.namesOneHost()
                && !headers.contains("Content-Length")
                && !headers.contains("Transfer-Encoding")
                && !headers.contains("Expect");
    }

    private static boolean isTarget(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!RequestDecoder.mayStandInTarget(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
