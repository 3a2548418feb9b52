package dev.parley.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as a person writes it: {@code 90s}, {@code 30m}, {@code 24h} or {@code 7d}. Immutable. */
record Span(Duration time) implements ITypeConverter<Span> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

    /** For picocli, which converts with an instance. */
    Span() {
        this(Duration.ZERO);
    }

    @Override
    public Span convert(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("write a time like 90s, 30m, 24h or 7d, not " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return new Span(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    @Override
    public String toString() {
        long seconds = time.toSeconds();
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
