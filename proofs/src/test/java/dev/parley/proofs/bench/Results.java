package dev.parley.proofs.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was measured: a cell for each row and server. One caller at a time. */
final class Results {
    private final List<Row> rows;
    private final List<Contender> contenders;
    private final Map<String, Cell> cells = new LinkedHashMap<>();

    Results(List<Row> rows, List<Contender> contenders) {
        this.rows = rows;
        this.contenders = contenders;
    }

    List<Row> rows() {
        return rows;
    }

    List<Contender> contenders() {
        return contenders;
    }

    Cell cell(Row row, String contender) {
        return cells.computeIfAbsent(row.name() + " " + contender, key -> new Cell());
    }

    /** Ours over another's, if both were measured. */
    Optional<Spread> ratios(Row row, String contender) {
        Cell ours = cell(row, Contenders.OURS);
        Cell other = cell(row, contender);
        return ours.isMeasured() && other.isMeasured()
                ? Optional.of(Spread.ofRatios(ours.values(), other.values()))
                : Optional.empty();
    }
}
