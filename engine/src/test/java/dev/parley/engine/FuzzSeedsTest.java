package dev.parley.engine;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What a fuzzer begins with holds in every build: each target takes each of its seeds, whole and cut short. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FuzzSeedsTest {
    @TestFactory
    Stream<DynamicContainer> everyTargetKeepsItsPromisesForItsSeeds() {
        return FuzzTarget.all().entrySet().stream()
                .map(target -> DynamicContainer.dynamicContainer(
                        target.getKey(),
                        target.getValue().seeds().stream().map(seed -> test(target.getValue(), seed))));
    }

    private static DynamicTest test(FuzzTarget target, byte[] seed) {
        return DynamicTest.dynamicTest(show(seed), () -> {
            target.take(seed);
            target.take(Arrays.copyOf(seed, seed.length / 2));
        });
    }

    private static String show(byte[] seed) {
        String hex = HexFormat.of().formatHex(seed, 0, Math.min(seed.length, 40));
        return seed.length > 40 ? hex + "… (" + seed.length + " bytes)" : hex;
    }
}
