package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings as the payload of text messages. Stateless. */
public final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /**
     * The UTF-8 of a string, in which each lone surrogate is replaced by U+FFFD, as WebIDL does for a {@code USVString}:
     * sent as it is, one would make every receiver fail its connection. RFC 6455 §5.6: "the whole message MUST contain valid
     * UTF-8."
     */
    public static ByteBuffer encode(String text) {
        int lone = indexOfLoneSurrogate(text, 0);
        if (lone < 0) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
        StringBuilder mended = new StringBuilder(text);
        for (; lone >= 0; lone = indexOfLoneSurrogate(mended, lone + 1)) {
            mended.setCharAt(lone, REPLACEMENT);
        }
        return ByteBuffer.wrap(mended.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The string of a payload that the engine has checked; the position stays. */
    public static String decode(ByteBuffer utf8) {
        if (utf8.hasArray()) {
            return new String(
                    utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining(), StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(utf8.position(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int indexOfLoneSurrogate(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!paired) {
                return i;
            }
            i++;
        }
        return -1;
    }
}
