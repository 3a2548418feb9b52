package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same bytes for our engine and for others: where they part, {@link Difference} knows why. */
@Tag("one-jdk")
final class DifferentialTest {
    private static final int STREAMS = 3_000;
    private static final List<Implementation> OTHERS = List.of(new NettyCodec(), new JavaWebSocket());

    @Test
    void everyDifferenceHasItsReasonAndEveryReasonItsDifference() {
        List<Comparison> unexplained = new ArrayList<>();
        Map<Difference, Integer> met = new EnumMap<>(Difference.class);
        int same = 0;
        for (long seed = 0; seed < STREAMS; seed++) {
            PeerStream stream = PeerStream.of(seed);
            for (Implementation other : OTHERS) {
                Comparison comparison = Comparison.of(stream, other);
                same += comparison.isSame() ? 1 : 0;
                assertThat(comparison.ours())
                        .as("nothing after our Close")
                        .isEqualTo(comparison.ours().untilClose());
                for (Comparison part : List.of(comparison.untilClose(), comparison)) {
                    boolean differs = part == comparison ? sentAfterItsClose(comparison) : !part.isSame();
                    if (differs) {
                        reason(part)
                                .ifPresentOrElse(
                                        reason -> met.merge(reason, 1, Integer::sum), () -> unexplained.add(part));
                    }
                }
            }
        }
        assertThat(unexplained).isEmpty();
        assertThat(met.keySet()).as("reasons that are needed").isEqualTo(EnumSet.allOf(Difference.class));
        assertThat(same).as("reactions that are the same").isGreaterThan(STREAMS);
    }

    private static boolean sentAfterItsClose(Comparison comparison) {
        return !comparison.theirs().isAs(comparison.theirs().untilClose());
    }

    private static Optional<Difference> reason(Comparison comparison) {
        return Arrays.stream(Difference.values())
                .filter(difference -> difference.explains(comparison))
                .findFirst();
    }
}
