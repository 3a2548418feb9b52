package dev.parley.proofs.bench;

import java.util.Locale;

/**
 * What the ratio of ours to another's is to be. Immutable.
 *
 * @param ratio none if 0
 * @param more whether more is better than less
 */
record Goal(double ratio, boolean more) {
    static final Goal NONE = new Goal(0, false);

    static Goal atMost(double ratio) {
        return new Goal(ratio, false);
    }

    static Goal atLeast(double ratio) {
        return new Goal(ratio, true);
    }

    boolean isThere() {
        return ratio > 0;
    }

    /** By what is printed: 0.40 misses no goal of 0.40, whatever its third digit was. */
    boolean isReachedBy(Spread ratios) {
        long hundredths = Math.round(ratios.median() * 100);
        return more ? hundredths >= Math.round(ratio * 100) : hundredths <= Math.round(ratio * 100);
    }

    /** {@code ≤ 0.75}. */
    @Override
    public String toString() {
        return isThere() ? String.format(Locale.ROOT, "%s %.2f", more ? "≥" : "≤", ratio) : "";
    }
}
