package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dsimulation.seed=N} runs one seed, {@code -Dsimulation.seeds=N} so many. */
@Tag("one-jdk")
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);

    @Test
    void everyPromiseIsKeptWhateverGoesWrong() {
        Long only = Long.getLong("simulation.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? SEEDS : only;
        String saw = "";
        for (long seed = first; seed <= last; seed++) {
            try {
                saw = Simulation.run(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("-Dsimulation.seed=" + seed + ": " + e, e);
            }
        }
        System.out.println("Simulation of " + (last - first + 1) + " seeds; the last one: " + saw);
    }

    @Test
    void theSameSeedIsTheSameDay() {
        assertThat(Simulation.run(7)).isEqualTo(Simulation.run(7));
    }
}
