package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is wanted of compression checks itself. */
final class CompressionTest {
    @Test
    void eachWishIsChangedAlone() {
        Compression compression = new Compression(false, 8, 1, 2);
        assertThat(compression.withContextTakeover(true)).isEqualTo(new Compression(true, 8, 1, 2));
        assertThat(compression.withMaxWindowBits(15)).isEqualTo(new Compression(false, 15, 1, 2));
        assertThat(compression.withThresholdBytes(9)).isEqualTo(new Compression(false, 8, 9, 2));
        assertThat(compression.withLevel(9)).isEqualTo(new Compression(false, 8, 1, 9));
    }

    @Test
    void wishesThatMakeNoSenseAreRefused() {
        assertRefused(() -> Compression.DEFAULT.withMaxWindowBits(7));
        assertRefused(() -> Compression.DEFAULT.withMaxWindowBits(16));
        assertRefused(() -> Compression.DEFAULT.withThresholdBytes(-1));
        assertRefused(() -> Compression.DEFAULT.withLevel(-1));
        assertRefused(() -> Compression.DEFAULT.withLevel(10));
    }

    private static void assertRefused(Runnable making) {
        assertThatThrownBy(making::run).isInstanceOf(IllegalArgumentException.class);
    }
}
