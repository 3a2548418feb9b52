package dev.parley.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, and back (URL standard §1.3). Stateless. */
final class PercentCoding {
    private static final String QUERY = " \"#<>";
    /** The "special-query percent-encode set", beside all that is not ASCII or cannot be seen. */
    static final String IN_QUERIES = QUERY + "'";
    /** The "path percent-encode set". */
    static final String IN_PATHS = QUERY + "?^`{}";
    /** The "userinfo percent-encode set". */
    static final String IN_CREDENTIALS = IN_PATHS + "/:;=@[\\]|";

    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private PercentCoding() {}

    /** The text with everything that is in the set, not ASCII or a control as the percent-encoded bytes of its UTF-8. */
    static String encode(String text, String set) {
        StringBuilder out = new StringBuilder(text.length());
        // RFC 6455 §11.1.1, §11.1.2: "Characters in other components that are excluded by the syntax defined
        // above MUST be converted from Unicode to ASCII by first encoding the characters as UTF-8"
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0x20 && b < 0x7F && set.indexOf(b) < 0) {
                out.append((char) b);
            } else {
                out.append('%').append(DIGITS[b >> 4 & 0xF]).append(DIGITS[b & 0xF]);
            }
        }
        return out.toString();
    }

    /** The bytes of a text's UTF-8, with those instead that are percent-encoded in it. A lone percent sign is one. */
    static byte[] decode(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toByteArray();
    }
}
