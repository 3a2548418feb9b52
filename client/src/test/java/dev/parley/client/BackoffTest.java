package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    /** Gives the largest of what is asked for. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private static final ReconnectOptions OPTIONS =
            ReconnectOptions.DEFAULT.withDelays(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void theSpanDoublesUpToItsCap() {
        Backoff backoff = new Backoff(OPTIONS.withRandom(LARGEST));
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            backoff.failed();
            assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(seconds));
        }
        for (int i = 0; i < 100_000; i++) {
            backoff.failed();
        }
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void afterAStableConnectionItBeginsAnew() {
        Backoff backoff = new Backoff(OPTIONS.withRandom(LARGEST));
        backoff.failed();
        backoff.failed();
        backoff.reset();
        backoff.failed();
        assertThat(backoff.failures()).isEqualTo(1);
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    /** A server that restarts loses all its clients at once: the first wait, too, is anywhere in its span. */
    @Test
    void everyWaitIsSpreadOverTheWholeSpan() {
        Random random = new Random(1);
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            Backoff backoff = new Backoff(OPTIONS.withRandom(random));
            backoff.failed();
            tenths[(int) Math.min(9, backoff.next().toMillis() / 100)]++;
        }
        assertThat(Arrays.stream(tenths)).allMatch(count -> count > 800 && count < 1200);
    }

    @Test
    void largestDelaysDoNotOverflow() {
        Backoff backoff = new Backoff(
                OPTIONS.withDelays(Duration.ofHours(20), Duration.ofDays(1)).withRandom(LARGEST));
        backoff.failed();
        backoff.failed();
        backoff.failed();
        assertThat(backoff.next()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> OPTIONS.withDelays(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withDelays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withMaxRetryAfter(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withQueue(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReconnectingWebSocket(
                        "ws://127.0.0.1:1/",
                        WebSocketOptions.DEFAULT.withMaxBufferedAmount(100),
                        OPTIONS.withQueue(1, 1000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
