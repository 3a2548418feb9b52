package dev.parley.proofs;

import java.util.List;

/**
 * A line through figures that were taken at regular times, by least squares. Immutable.
 *
 * @param first where it begins
 * @param last where it ends
 */
record Trend(double first, double last) {
    /** @param figures at least two; those before the first third has passed are left out, since what is new grows */
    static Trend of(List<Double> figures) {
        List<Double> settled = figures.subList(figures.size() / 3, figures.size());
        int count = settled.size();
        double middle = (count - 1) / 2.0;
        double mean = settled.stream().mapToDouble(figure -> figure).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < count; i++) {
            above += (i - middle) * (settled.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        double slope = above / below;
        return new Trend(mean - slope * middle, mean + slope * middle);
    }

    /** By how much the line rises from its beginning to its end. */
    double rise() {
        return last - first;
    }
}
