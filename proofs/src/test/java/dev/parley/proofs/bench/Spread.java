package dev.parley.proofs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What some rounds of the same measurement said: the one in the middle, and how far the others are from it. Immutable.
 *
 * @param median with an even number of rounds the mean of the two in the middle
 */
record Spread(double median, double min, double max) {

    static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("Of no figures there is none in the middle.");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /**
     * Of the ratios of one to another, each taken within a round: what slows the whole machine for a minute slows both, and the ratio
     * stays. Rounds that only one of them has are left out.
     */
    static Spread ofRatios(List<Double> figures, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(figures.size(), others.size()); round++) {
            if (others.get(round) > 0) {
                ratios.add(figures.get(round) / others.get(round));
            }
        }
        return of(ratios);
    }

    /** {@code 0.52 (0.49–0.58)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, min, max);
    }
}
