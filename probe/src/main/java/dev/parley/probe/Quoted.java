package dev.parley.probe;

/** Text from a peer made fit for a sentence: short, and without control characters. */
final class Quoted {
    private static final int MAX_CHARS = 120;

    private Quoted() {}

    static String of(String text) {
        StringBuilder fit = new StringBuilder();
        text.codePoints().limit(MAX_CHARS).forEach(c -> {
            if (c < 0x20 || c >= 0x7F && c < 0xA0 || c >= 0xD800 && c < 0xE000) {
                fit.append(String.format("\\u%04x", c));
            } else {
                fit.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > MAX_CHARS ? fit + "…" : fit.toString();
    }
}
