package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    @Test
    void secondsAndDatesAreUnderstood() {
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofSeconds(120));
        assertThat(RetryAfter.parse("0", NOW)).isZero();
        assertThat(RetryAfter.parse("Mon, 05 Jan 2026 10:00:07 GMT", NOW)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatHasPassedOrMeansNothingIsNoWait() {
        for (String value : new String[] {"", "soon", "-1", "1.5", "Mon, 05 Jan 2026 09:00:00 GMT", "١"}) {
            assertThat(RetryAfter.parse(value, NOW)).as(value).isZero();
        }
    }

    @Test
    void anyNumberOfDigitsIsANumber() {
        assertThat(RetryAfter.parse("9".repeat(10_000), NOW)).isGreaterThan(Duration.ofDays(365));
    }
}
