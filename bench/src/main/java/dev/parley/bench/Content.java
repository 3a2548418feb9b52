package dev.parley.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What messages are made of. */
public enum Content {
    /** Binary messages of bytes that do not compress. */
    BINARY,

    /** Text messages of ASCII: JSON, about what programs tell each other. */
    ASCII,

    /** Text messages in which characters of one to four bytes follow each other. */
    MIXED;

    private static final String[] WORDS = {"Grüße", "данные", "東京", "🚲", "plain", "ελληνικά", "naïve", "한국어"};

    boolean isText() {
        return this != BINARY;
    }

    /** Just so many bytes, which tell messages of different numbers apart, if they are not too short for that. */
    byte[] message(int number, int bytes) {
        if (this == BINARY) {
            byte[] message = new byte[bytes];
            new Random(number).nextBytes(message);
            return message;
        }
        StringBuilder text = new StringBuilder();
        Random random = new Random(number);
        while (text.length() < bytes) {
            text.append(this == ASCII ? json(random) : WORDS[random.nextInt(WORDS.length)] + " ");
        }
        return cut(text.toString().getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static String json(Random random) {
        return "{\"id\":" + random.nextInt(100_000) + ",\"name\":\"sensor-" + random.nextInt(100) + "\",\"value\":"
                + random.nextInt(10_000) / 100.0 + ",\"unit\":\"kPa\",\"valid\":" + random.nextBoolean() + "}";
    }

    /** Where the cut would go through a character, blanks take its place. */
    private static byte[] cut(byte[] utf8, int bytes) {
        int end = bytes;
        while (end > 0 && end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] cut = Arrays.copyOf(utf8, bytes);
        Arrays.fill(cut, end, bytes, (byte) ' ');
        return cut;
    }
}
