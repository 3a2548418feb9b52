package dev.parley.probe;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Byte sequences that are UTF-8 (RFC 3629), at both ends of every range, and such that are not, of every kind there is. */
final class Utf8Samples {

    /**
     * A sequence that is not UTF-8.
     *
     * @param firstBad how many bytes of it, the last of them included, no text can begin with; 0 if only its end is wrong
     */
    record Bad(String name, byte[] bytes, int firstBad) {
        /** Whether it would be UTF-8 if more came. */
        boolean isTruncated() {
            return firstBad == 0;
        }
    }

    /** Code points at both ends of the ranges of RFC 3629 §4, and some that have been mistaken for bad ones. */
    static final List<Integer> GOOD = List.of(
            0x0000, 0x0001, 0x000A, 0x007F, 0x0080, 0x0085, 0x00E9, 0x03BA, 0x07FF, 0x0800, 0x0FFF, 0x1000, 0x2028,
            0x20AC, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xF8FF, 0xFDD0, 0xFEFF, 0xFFF9, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000,
            0x1F600, 0x1FFFE, 0x1FFFF, 0x2FFFF, 0x3FFFF, 0x40000, 0xE0001, 0xFFFFF, 0x100000, 0x10FFFE, 0x10FFFF);

    static final List<Bad> BAD = bad();

    private Utf8Samples() {}

    private static List<Bad> bad() {
        List<Bad> bad = new ArrayList<>();
        add(bad, "continuation-80", "80", 1);
        add(bad, "continuation-bf", "bf", 1);
        add(bad, "continuation-twice", "80bf", 1);
        add(bad, "continuation-after-2-bytes", "c3a980", 3);
        add(bad, "continuation-after-3-bytes", "e282acbf", 4);
        add(bad, "continuation-after-4-bytes", "f09f988080", 5);
        add(bad, "lead-c0", "c080", 1);
        add(bad, "lead-c1", "c1bf", 1);
        add(bad, "lead-f5", "f5808080", 1);
        add(bad, "lead-f7", "f7bfbfbf", 1);
        add(bad, "lead-f8", "f888808080", 1);
        add(bad, "lead-fb", "fbbfbfbfbf", 1);
        add(bad, "lead-fc", "fc8480808080", 1);
        add(bad, "lead-fd", "fdbfbfbfbfbf", 1);
        add(bad, "lead-fe", "fe", 1);
        add(bad, "lead-ff", "ff", 1);
        add(bad, "utf16-mark", "feff", 1);
        add(bad, "overlong-slash-2-bytes", "c0af", 1);
        add(bad, "overlong-nul-3-bytes", "e08080", 2);
        add(bad, "overlong-slash-3-bytes", "e080af", 2);
        add(bad, "overlong-07ff-3-bytes", "e09fbf", 2);
        add(bad, "overlong-nul-4-bytes", "f0808080", 2);
        add(bad, "overlong-slash-4-bytes", "f08080af", 2);
        add(bad, "overlong-ffff-4-bytes", "f08fbfbf", 2);
        add(bad, "surrogate-d800", "eda080", 2);
        add(bad, "surrogate-db7f", "edadbf", 2);
        add(bad, "surrogate-dbff", "edafbf", 2);
        add(bad, "surrogate-dc00", "edb080", 2);
        add(bad, "surrogate-dfff", "edbfbf", 2);
        add(bad, "surrogate-pair", "eda080edb080", 2);
        add(bad, "above-10ffff", "f4908080", 2);
        add(bad, "above-13ffff", "f4bfbfbf", 2);
        add(bad, "cut-2-bytes-by-ascii", "c341", 2);
        add(bad, "cut-2-bytes-by-lead", "c3c3a9", 2);
        add(bad, "cut-3-bytes-by-ascii-at-1", "e241", 2);
        add(bad, "cut-3-bytes-by-ascii-at-2", "e28241", 3);
        add(bad, "cut-3-bytes-by-lead", "e282c3a9", 3);
        add(bad, "cut-4-bytes-by-ascii-at-1", "f041", 2);
        add(bad, "cut-4-bytes-by-ascii-at-2", "f09f41", 3);
        add(bad, "cut-4-bytes-by-ascii-at-3", "f09f9841", 4);
        add(bad, "cut-4-bytes-by-lead", "f09f98f09f9880", 4);
        add(bad, "latin1", "e9e8", 2);
        add(bad, "truncated-2-bytes", "c3", 0);
        add(bad, "truncated-3-bytes-at-1", "e2", 0);
        add(bad, "truncated-3-bytes-at-2", "e282", 0);
        add(bad, "truncated-4-bytes-at-1", "f0", 0);
        add(bad, "truncated-4-bytes-at-2", "f09f", 0);
        add(bad, "truncated-4-bytes-at-3", "f09f98", 0);
        return List.copyOf(bad);
    }

    private static void add(List<Bad> all, String name, String hex, int firstBad) {
        all.add(new Bad(name, HexFormat.of().parseHex(hex), firstBad));
    }
}
