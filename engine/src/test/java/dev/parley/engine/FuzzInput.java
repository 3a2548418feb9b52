package dev.parley.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A fuzzer's bytes, read from the front as choices and as data. There is always one more: after the end come zeros. */
final class FuzzInput {
    private final byte[] bytes;
    private int at;

    FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return at >= bytes.length;
    }

    /** 0 to 255. */
    int next() {
        return atEnd() ? 0 : bytes[at++] & 0xFF;
    }

    boolean nextBoolean() {
        return (next() & 1) == 1;
    }

    /** One of these. */
    <T> T pick(List<T> choices) {
        return choices.get(next() % choices.size());
    }

    /** So many bytes, or as many as there are. */
    byte[] take(int count) {
        int end = Math.min(bytes.length, at + count);
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, end), end);
        at = end;
        return taken;
    }

    byte[] rest() {
        return take(bytes.length);
    }

    /** The rest as lines of Latin-1, as the head of an HTTP message is read. */
    List<String> lines() {
        return List.of(new String(rest(), StandardCharsets.ISO_8859_1).split("\n", -1));
    }
}
