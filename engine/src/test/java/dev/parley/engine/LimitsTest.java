package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Limits that check themselves. */
final class LimitsTest {
    @Test
    void eachLimitIsChangedAlone() {
        Limits limits = new Limits(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(limits.withMaxMessageBytes(9)).isEqualTo(new Limits(9, 2, 3, 4, 5, 6, 7, 8));
        assertThat(limits.withFreeFragments(9)).isEqualTo(new Limits(1, 9, 3, 4, 5, 6, 7, 8));
        assertThat(limits.withMinMeanFragmentBytes(9)).isEqualTo(new Limits(1, 2, 9, 4, 5, 6, 7, 8));
        assertThat(limits.withMaxEmptyFragmentsInARow(9)).isEqualTo(new Limits(1, 2, 3, 9, 5, 6, 7, 8));
        assertThat(limits.withMessageTimeoutNanos(9)).isEqualTo(new Limits(1, 2, 3, 4, 9, 6, 7, 8));
        assertThat(limits.withControlFrames(9, 10)).isEqualTo(new Limits(1, 2, 3, 4, 5, 9, 10, 8));
        assertThat(limits.withCloseTimeoutNanos(9)).isEqualTo(new Limits(1, 2, 3, 4, 5, 6, 7, 9));
    }

    @Test
    void limitsAtTheirEdgesAreAccepted() {
        assertThat(new Limits(0, 1, 0, 0, 1, 1, 1, 1).maxMessageBytes()).isZero();
        assertThat(Limits.DEFAULT.withMaxMessageBytes(Integer.MAX_VALUE - 8).maxMessageBytes())
                .isEqualTo(Limits.MAX_MESSAGE_BYTES);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertRefused(() -> Limits.DEFAULT.withMaxMessageBytes(-1));
        assertRefused(() -> Limits.DEFAULT.withMaxMessageBytes(Integer.MAX_VALUE - 7));
        assertRefused(() -> Limits.DEFAULT.withFreeFragments(0));
        assertRefused(() -> Limits.DEFAULT.withMinMeanFragmentBytes(-1));
        assertRefused(() -> Limits.DEFAULT.withMaxEmptyFragmentsInARow(-1));
        assertRefused(() -> Limits.DEFAULT.withMessageTimeoutNanos(0));
        assertRefused(() -> Limits.DEFAULT.withControlFrames(0, 1));
        assertRefused(() -> Limits.DEFAULT.withControlFrames(1, 0));
        assertRefused(() -> Limits.DEFAULT.withCloseTimeoutNanos(0));
        assertRefused(() -> Limits.DEFAULT.withCloseTimeoutNanos(-1));
    }

    private static void assertRefused(Runnable making) {
        assertThatThrownBy(making::run).isInstanceOf(IllegalArgumentException.class);
    }
}
