package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server under churn for a while: heap after collection, resident memory, descriptors and threads stay where they are. Short in every
 * build; {@code ./check --soak MINUTES} takes its time.
 */
@Tag("one-jdk")
final class SoakTest {
    private static final long SECONDS = Long.getLong("soak.seconds", 6);
    private static final int SAMPLES = (int) Math.max(9, Math.min(240, SECONDS / 5));
    private static final double MIB = 1024 * 1024;
    private static final int HELD = 200;

    @Test
    void nothingGrowsUnderChurn() throws Exception {
        List<String> jvm = Footprint.exactHeap("64m");
        try (ServeProcess server = ServeProcess.serveIn(jvm, "--management", "0")) {
            int management = Footprint.management(server);
            List<Footprint> footprints = new ArrayList<>();
            long visits;
            try (Crowd held = Crowd.gather(HELD, server.port());
                    Churn churn = new Churn(server.port(), 8, 1)) {
                assertThat(held).isNotNull();
                for (int i = 0; i < SAMPLES; i++) {
                    TimeUnit.MILLISECONDS.sleep(SECONDS * 1_000 / SAMPLES);
                    footprints.add(Footprint.of(server, management));
                }
                visits = churn.served();
            }
            System.out.printf("soak: %,d visits in %d s; %s%n", visits, SECONDS, footprints.get(SAMPLES - 1));
            assertThat(visits).isGreaterThan(SECONDS * 10);
            assertFlat("heap after collection, MiB", footprints, each -> each.heap() / MIB, 1.5);
            // Of what the compiler and the allocator take there is more in the beginning: less is asked of a short run.
            assertFlat("resident, MiB", footprints, each -> each.resident() / MIB, SECONDS < 300 ? 24 : 8);
            assertFlat("descriptors", footprints, Footprint::descriptors, 10);
            assertFlat("threads", footprints, Footprint::threads, 3);
            Until.so("all are gone", () -> Footprint.connections(management) == 0);
        }
    }

    private static void assertFlat(
            String what, List<Footprint> footprints, Function<Footprint, Double> figure, double most) {
        List<Double> figures = footprints.stream().map(figure).toList();
        Trend trend = Trend.of(figures);
        System.out.printf("soak: %s: %.2f to %.2f%n", what, trend.first(), trend.last());
        assertThat(trend.rise()).as(what + " " + figures).isLessThan(most);
    }
}
