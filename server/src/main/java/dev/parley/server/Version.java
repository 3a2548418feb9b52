package dev.parley.server;

import dev.parley.engine.Headers;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which version of a file there is, and what a request makes dependent on that (RFC 9110 §8.8, §13). Immutable.
 *
 * @param tag in its quotation marks
 * @param modified in whole seconds
 */
record Version(String tag, Instant modified) {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** By its length, and the time that it was changed, as precisely as the file system knows it. */
    static Version of(BasicFileAttributes file) {
        Instant modified = file.lastModifiedTime().toInstant();
        String tag = "\"%x-%x-%x\"".formatted(modified.getEpochSecond(), modified.getNano(), file.size());
        return new Version(tag, modified.truncatedTo(ChronoUnit.SECONDS));
    }

    String lastModified() {
        return HTTP_DATE.format(modified);
    }

    /** The status that the request's conditions lead to: 304, 412, or 200 (RFC 9110 §13.2.2). */
    int status(Headers request) {
        List<String> match = request.all("If-Match");
        if (!match.isEmpty()) {
            if (!names(match, false)) {
                return 412;
            }
        } else if (date(request, "If-Unmodified-Since")
                .filter(modified::isAfter)
                .isPresent()) {
            return 412;
        }
        List<String> noneMatch = request.all("If-None-Match");
        if (!noneMatch.isEmpty()) {
            return names(noneMatch, true) ? 304 : 200;
        }
        return date(request, "If-Modified-Since")
                        .filter(since -> !modified.isAfter(since))
                        .isPresent()
                ? 304
                : 200;
    }

    /** Whether a part may be sent: RFC 9110 §13.1.5, {@code If-Range}. */
    boolean allowsRange(Headers request) {
        Optional<String> condition = request.first("If-Range");
        return condition.isEmpty()
                || condition.get().equals(tag)
                || parsed(condition.get()).filter(modified::equals).isPresent();
    }

    /** Whether a list of tags names this one. A comma in a tag, which ours never have, makes two of it, neither of them ours. */
    private boolean names(List<String> lines, boolean weakly) {
        for (String line : lines) {
            for (String member : line.split(",", -1)) {
                String candidate = member.strip();
                if (candidate.equals("*")
                        || candidate.equals(tag)
                        || weakly
                                && candidate.startsWith("W/")
                                && candidate.substring(2).equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Instant> date(Headers request, String name) {
        List<String> values = request.all(name);
        return values.size() == 1 ? parsed(values.get(0)) : Optional.empty();
    }

    /** RFC 9110 §13.1.3: what is no date is ignored. */
    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(HTTP_DATE.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
