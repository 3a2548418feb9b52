package dev.parley.proofs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The one in the middle, and how far the others are from it. */
final class SpreadTest {
    @Test
    void ofAnOddNumberTheOneInTheMiddleCounts() {
        assertThat(Spread.of(List.of(3.0, 9.0, 1.0))).isEqualTo(new Spread(3, 1, 9));
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void ofAnEvenNumberTheMeanOfTheTwoInTheMiddleCounts() {
        assertThat(Spread.of(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(new Spread(3, 1, 100));
    }

    @Test
    void ratiosAreTakenWithinARound() {
        // The second round was ten times slower, for both.
        assertThat(Spread.ofRatios(List.of(1.0, 10.0, 1.2), List.of(2.0, 20.0, 2.0)))
                .isEqualTo(new Spread(0.5, 0.5, 0.6));
    }

    @Test
    void roundsThatOnlyOneHasAreLeftOut() {
        assertThat(Spread.ofRatios(List.of(1.0, 3.0, 5.0), List.of(2.0))).isEqualTo(new Spread(0.5, 0.5, 0.5));
        assertThat(Spread.ofRatios(List.of(1.0, 3.0), List.of(0.0, 2.0))).isEqualTo(new Spread(1.5, 1.5, 1.5));
    }

    @Test
    void ofNothingThereIsNoMiddle() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGoalIsReachedByTheMiddleWhetherMoreOrLessIsWanted() {
        Spread half = new Spread(0.5, 0.4, 0.9);
        assertThat(Goal.atMost(0.5).isReachedBy(half)).isTrue();
        assertThat(Goal.atMost(0.49).isReachedBy(half)).isFalse();
        assertThat(Goal.atLeast(0.5).isReachedBy(half)).isTrue();
        assertThat(Goal.atLeast(0.7).isReachedBy(half)).isFalse();
    }

    @Test
    void aGoalIsNotMissedByWhatIsNotPrinted() {
        assertThat(Goal.atMost(0.4).isReachedBy(new Spread(0.404, 0.3, 0.5))).isTrue();
        assertThat(Goal.atMost(0.4).isReachedBy(new Spread(0.406, 0.3, 0.5))).isFalse();
        assertThat(Goal.atLeast(2).isReachedBy(new Spread(1.996, 1, 3))).isTrue();
        assertThat(Goal.atLeast(2).isReachedBy(new Spread(1.994, 1, 3))).isFalse();
    }

    @Test
    void itIsToldWithItsSpread() {
        assertThat(new Spread(0.516, 0.49, 0.584)).hasToString("0.52 (0.49–0.58)");
        assertThat(Goal.atMost(0.75)).hasToString("≤ 0.75");
        assertThat(Goal.atLeast(2)).hasToString("≥ 2.00");
    }
}
