package dev.parley.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header field {@code Retry-After}: seconds, or a date (RFC 9110 §10.2.3). Stateless. */
final class RetryAfter {
    /** More digits are more than anybody waits. */
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /** How long it asks to wait; nothing if it says neither, or a date that has passed. */
    static Duration parse(String value, Instant now) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(value.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(value));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(now, date.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException malformed) {
            return Duration.ZERO;
        }
    }
}
