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

    boolean isReachedBy(Spread ratios) {
        return more ? ratios.median() >= ratio : ratios.median() <= ratio;
    }

    /** {@code ≤ 0.75}. */
    @Override
    public String toString() {
        return isThere() ? String.format(Locale.ROOT, "%s %.2f", more ? "≥" : "≤", ratio) : "";
    }
}
