package dev.parley.probe;

import java.util.Random;

/** What messages are made of: the same for the same size in every run. */
final class Payloads {
    private Payloads() {}

    /** Letters, digits and blanks, easy to recognise in a transcript. */
    static byte[] text(int size) {
        byte[] text = new byte[size];
        String pattern = "The quick brown fox jumps over the lazy dog 0123456789. ";
        for (int i = 0; i < size; i++) {
            text[i] = (byte) pattern.charAt(i % pattern.length());
        }
        return text;
    }

    /** Bytes of every value that do not compress. */
    static byte[] random(int size) {
        return random(size, size);
    }

    /** Random letters out of sixteen: half of their bits can be spared, whatever they refer to. */
    static byte[] letters(int size) {
        byte[] letters = random(size);
        for (int i = 0; i < size; i++) {
            letters[i] = (byte) ('a' + (letters[i] & 0x0F));
        }
        return letters;
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
