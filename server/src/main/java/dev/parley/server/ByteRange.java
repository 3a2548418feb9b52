package dev.parley.server;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110 §14). Immutable.
 *
 * @param from the first byte
 * @param count how many; 0 for a part that is not there
 */
record ByteRange(long from, long count) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * The one part that is asked for. Empty for the whole: if no part is asked for, or something that is not understood, or several parts,
     * which a server may answer with the whole.
     *
     * @param lines the values of {@code Range}
     * @param size that of the file
     */
    static Optional<ByteRange> asked(List<String> lines, long size) {
        Matcher one = ONE.matcher(lines.size() == 1 ? lines.get(0) : "");
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(one.group(1));
        long to = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        if (to < from) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(from, from >= size ? 0 : Math.min(size - 1, to) - from + 1));
    }

    boolean isThere() {
        return count > 0;
    }

    /** As in {@code Content-Range}. */
    String of(long size) {
        return isThere() ? "bytes " + from + "-" + (from + count - 1) + "/" + size : "bytes */" + size;
    }
}
