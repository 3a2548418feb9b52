package dev.parley.proofs.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Takes one figure of one server. One caller at a time. */
final class Measuring {
    /** Linux counts in steps of 10 ms: of less than this a figure may be more than 5 % off. */
    private static final long LEAST_CPU_MICROS = 200_000;

    private static final double LONGER = 4;

    /** So much of the time that a server is warmed up it shall have had a processor; one that waits for the load never does. */
    private static final double ENOUGH = 0.7;

    private static final int MOST_WARM_UPS = 3;

    /** Messages of a connection, at a rate: more wait for their turn. */
    private static final int MOST_UNANSWERED = 16;

    private static final int HELD = 9_000;
    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final double SECONDS_TO_HOLD = 60;
    private static final long MILLIS_TO_OPEN = 45_000;

    private final Path root;
    private final Pinning pinning;
    private final Times times;

    Measuring(Path root, Pinning pinning, Times times) {
        this.root = root;
        this.pinning = pinning;
        this.times = times;
    }

    /** Until what is compiled at run time is compiled, and pools are filled. */
    void warmUp(ServerProcess server, Row row) throws Failed, InterruptedException {
        List<String> options =
                switch (row.kind()) {
                    case LINEARITY -> with(row, "-c", FEW);
                    // Memory that garbage has been in stays resident: it is to be so before the clock runs, too.
                    case MEMORY -> List.of("--work", "connect", "-c", "16");
                    default -> row.load();
                };
        // On a processor that others use, too, some seconds of the clock may be no time at all for a compiler.
        double used = 0;
        for (int i = 0; i < MOST_WARM_UPS && used < times.warmUp() * ENOUGH; i++) {
            used += load(server, options, 0, times.warmUp())
                            .path("processCpuMicros")
                            .asDouble()
                    / 1e6;
        }
    }

    /** How many messages a second there are at most. */
    double peak(ServerProcess server, Row row) throws Failed, InterruptedException {
        return load(server, with(row, "-d", 1), times.loadWarmUp(), times.seconds())
                .path("perSecond")
                .asDouble();
    }

    /** @param rate for {@link Row.Kind#LATENCY} */
    Figure measure(ServerProcess server, Row row, long rate) throws Failed, InterruptedException {
        return switch (row.kind()) {
            case COST -> cost(server, row.load());
            case CONNECTIONS -> connections(server, row);
            case MEMORY -> memory(server, row);
            case LATENCY -> latency(server, with(row, "--rate", rate, "-d", MOST_UNANSWERED));
            case LINEARITY -> {
                Figure few = cost(server, with(row, "-c", FEW));
                Figure many = cost(server, with(row, "-c", MANY));
                yield new Figure(
                        many.value() / few.value(),
                        String.format(Locale.ROOT, "%.2f µs and %.2f µs", many.value(), few.value()));
            }
        };
    }

    private Figure cost(ServerProcess server, List<String> options) throws Failed, InterruptedException {
        JsonNode result = enough(server, options);
        return new Figure(result.path("processCpuMicrosEach").asDouble(), rate(result));
    }

    private Figure connections(ServerProcess server, Row row) throws Failed, InterruptedException {
        JsonNode result = enough(server, row.load());
        double each = result.path("processCpuMicrosEach").asDouble();
        return new Figure(1e6 / each, String.format(Locale.ROOT, "%.0f µs CPU each, at %s", each, rate(result)));
    }

    private Figure latency(ServerProcess server, List<String> options) throws Failed, InterruptedException {
        JsonNode result = load(server, options, times.loadWarmUp(), times.seconds());
        JsonNode micros = result.path("latencyMicros");
        double kept = result.path("perSecond").asDouble() / result.path("rate").asDouble();
        if (kept < 0.95) {
            throw new Failed(String.format(Locale.ROOT, "only %.0f %% of the rate came back", kept * 100));
        }
        return new Figure(
                micros.path("p99").asDouble(),
                String.format(Locale.ROOT, "p50 %,.0f at %s", micros.path("p50").asDouble(), rate(result)));
    }

    private Figure memory(ServerProcess server, Row row) throws Failed, InterruptedException {
        server.collect();
        long without = server.residentBytes();
        long files = server.openFiles();
        try (LoadProcess load = LoadProcess.start(root, pinning, server, with(row, "-c", HELD), 0, SECONDS_TO_HOLD)) {
            long deadline = System.nanoTime() + MILLIS_TO_OPEN * 1_000_000;
            while (server.openFiles() < files + HELD) {
                if (!load.isRunning()) {
                    load.result();
                }
                if (System.nanoTime() > deadline) {
                    throw new Failed("it holds " + (server.openFiles() - files) + " connections, not " + HELD);
                }
                Thread.sleep(100);
            }
            server.collect();
            double each = (double) (server.residentBytes() - without) / HELD;
            return new Figure(each, String.format(Locale.ROOT, "%.0f MiB without any", without / 1048576.0));
        }
    }

    private JsonNode load(ServerProcess server, List<String> options, double warmUp, double seconds)
            throws Failed, InterruptedException {
        try (LoadProcess load = LoadProcess.start(root, pinning, server, options, warmUp, seconds)) {
            return load.result();
        }
    }

    /** Measures once more, and longer, if the server had hardly anything to do. */
    private JsonNode enough(ServerProcess server, List<String> options) throws Failed, InterruptedException {
        JsonNode result = load(server, options, times.loadWarmUp(), times.seconds());
        if (result.path("processCpuMicros").asLong() < LEAST_CPU_MICROS) {
            result = load(server, options, times.loadWarmUp(), LONGER * times.seconds());
        }
        if (result.path("processCpuMicros").asLong() < LEAST_CPU_MICROS) {
            throw new Failed("too few messages: " + result.path("count").asLong() + " in "
                    + Math.round(result.path("seconds").asDouble()) + " s");
        }
        return result;
    }

    private static String rate(JsonNode result) {
        return String.format(Locale.ROOT, "%,.0f/s", result.path("perSecond").asDouble());
    }

    private static List<String> with(Row row, Object... more) {
        List<String> options = new ArrayList<>(row.load());
        Arrays.stream(more).map(String::valueOf).forEach(options::add);
        return options;
    }
}
