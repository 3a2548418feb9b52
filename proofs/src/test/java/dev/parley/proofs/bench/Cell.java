package dev.parley.proofs.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one server in one row: a figure for each round, or why there is none. One caller at a time. */
final class Cell {
    private final List<Figure> figures = new ArrayList<>();
    private @Nullable String failure;

    void add(Figure figure) {
        figures.add(figure);
    }

    /** The first failure is the one to be told: what comes later may come of it. */
    void fail(String why) {
        if (failure == null) {
            failure = why;
        }
    }

    boolean isFailed() {
        return failure != null;
    }

    /** Whether there is anything to tell: figures, and no failure. */
    boolean isMeasured() {
        return failure == null && !figures.isEmpty();
    }

    String failure() {
        return failure == null ? "" : failure;
    }

    List<Double> values() {
        return figures.stream().map(Figure::value).toList();
    }

    /** Of the round in the middle. */
    String besides() {
        List<Figure> sorted =
                figures.stream().sorted(Comparator.comparing(Figure::value)).toList();
        return sorted.get((sorted.size() - 1) / 2).besides();
    }
}
