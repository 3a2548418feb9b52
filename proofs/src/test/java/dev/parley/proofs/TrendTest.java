package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the soak judges by. */
final class TrendTest {
    @Test
    void aLeakRises() {
        assertThat(Trend.of(figures(30, 1.5, 0)).rise()).isCloseTo(19 * 1.5, within(1e-9));
    }

    @Test
    void aLeakIsSeenThroughNoise() {
        assertThat(Trend.of(figures(60, 1, 5)).rise()).isCloseTo(39, within(4.0));
    }

    @Test
    void noiseAloneDoesNotRise() {
        assertThat(Trend.of(figures(60, 0, 5)).rise()).isCloseTo(0, within(4.0));
    }

    @Test
    void whatGrowsAtTheBeginningIsNoLeak() {
        List<Double> warm =
                IntStream.range(0, 30).mapToObj(i -> Math.min(i, 9.0)).toList();
        assertThat(Trend.of(warm).rise()).isCloseTo(0, within(1.0));
    }

    private static List<Double> figures(int count, double slope, double noise) {
        return IntStream.range(0, count)
                .mapToObj(i -> 100 + i * slope + (i % 3 - 1) * noise)
                .toList();
    }
}
