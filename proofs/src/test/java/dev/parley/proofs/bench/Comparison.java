package dev.parley.proofs.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the servers of each row in turns, A B C A B C: what else the machine does then falls on all of them. One caller at
 * a time.
 */
final class Comparison {
    private final Results results;
    private final int rounds;
    private final Pinning pinning;
    private final Measuring measuring;
    private final BenchBar bar;

    Comparison(Results results, int rounds, Pinning pinning, Measuring measuring, BenchBar bar) {
        this.results = results;
        this.rounds = rounds;
        this.pinning = pinning;
        this.measuring = measuring;
        this.bar = bar;
    }

    /** How many steps {@link #run} takes: one for each figure, and one to warm a server up, where it stays for all rounds. */
    static int steps(List<Row> rows, List<Contender> contenders, int rounds) {
        return rows.stream()
                .mapToInt(row ->
                        (int) contenders.stream().filter(each -> each.does(row)).count()
                                * (row.isFreshEachRound() ? rounds : rounds + 1))
                .sum();
    }

    void run() throws InterruptedException {
        for (Row row : results.rows()) {
            if (row.isFreshEachRound()) {
                freshly(row);
            } else {
                inTurns(row);
            }
        }
    }

    private void inTurns(Row row) throws InterruptedException {
        Map<Contender, ServerProcess> servers = new LinkedHashMap<>();
        Map<String, Double> peaks = new LinkedHashMap<>();
        try {
            for (Contender contender : taking(row)) {
                step(row, contender, "warming up", () -> {
                    ServerProcess server = ServerProcess.start(contender, row, pinning);
                    servers.put(contender, server);
                    measuring.warmUp(server, row);
                    if (row.kind() == Row.Kind.LATENCY) {
                        peaks.put(contender.name(), measuring.peak(server, row));
                    }
                });
            }
            long rate = halfOfThePeak(peaks);
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : taking(row)) {
                    step(row, contender, "round " + round, () -> {
                        ServerProcess server = servers.get(contender);
                        if (server != null) {
                            record(row, contender, measuring.measure(server, row, rate));
                        }
                    });
                }
            }
        } finally {
            servers.values().forEach(ServerProcess::close);
        }
    }

    private void freshly(Row row) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : taking(row)) {
                step(row, contender, "round " + round, () -> {
                    try (ServerProcess server = ServerProcess.start(contender, row, pinning)) {
                        measuring.warmUp(server, row);
                        record(row, contender, measuring.measure(server, row, 0));
                    }
                });
            }
        }
    }

    /** The rate is that of the slower one of ours and Bun: both can keep half of it. */
    private static long halfOfThePeak(Map<String, Double> peaks) {
        return peaks.entrySet().stream()
                .filter(peak -> List.of(Contenders.OURS, Contenders.BUN).contains(peak.getKey()))
                .mapToLong(peak -> Math.max(1, Math.round(peak.getValue() / 2)))
                .min()
                .orElse(1);
    }

    private interface Step {
        void run() throws Failed, InterruptedException;
    }

    /** A server that failed is left alone from then on: what it does no more cannot be measured. */
    private void step(Row row, Contender contender, String what, Step step) throws InterruptedException {
        Cell cell = results.cell(row, contender.name());
        bar.begins(row.name() + ": " + contender.name() + ", " + what);
        if (!cell.isFailed()) {
            try {
                step.run();
            } catch (Failed e) {
                cell.fail(String.valueOf(e.getMessage()));
                bar.say(row.name() + ": " + contender.name() + " failed: " + e.getMessage());
            }
        }
        bar.ended();
    }

    private void record(Row row, Contender contender, Figure figure) {
        results.cell(row, contender.name()).add(figure);
        bar.say(row.name() + ": " + contender.name() + " " + row.kind().format(figure.value()) + " "
                + row.kind().unit() + ", " + figure.besides());
    }

    private List<Contender> taking(Row row) {
        return results.contenders().stream().filter(each -> each.does(row)).toList();
    }
}
