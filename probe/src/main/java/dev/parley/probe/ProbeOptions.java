package dev.parley.probe;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run goes about it. Immutable.
 *
 * @param only which cases run: ids, beginnings of ids up to a dot ({@code frame.length}), globs ({@code utf8.*-d800*}) or
 *     names of groups ({@code close}); all if empty
 * @param parallelism how many cases run at the same time
 * @param patience how long a reaction may take that must come, counted from the last byte that moved
 * @param quiet how long to watch that nothing comes
 * @param caseDeadline how long a case may take, whatever happens
 * @param firstClientWait how long to wait for a client's first case before all are given up: a person may have to start it
 * @param clientWait how long to wait, after a client's first case, for its next connection before the rest of the cases are
 *     given up
 * @param trustAnyCertificate whether a server's certificate is taken unread
 * @param headers what to add to each opening request, as {@code Origin} or {@code Authorization}; a {@code Host} takes the
 *     place of the usual one
 */
public record ProbeOptions(
        List<String> only,
        int parallelism,
        Duration patience,
        Duration quiet,
        Duration caseDeadline,
        Duration firstClientWait,
        Duration clientWait,
        boolean trustAnyCertificate,
        Map<String, String> headers) {

    /**
     * All cases, four at a time; 3 s for a reaction, 80 ms for none, 30 s for a case, 10 minutes for a client to come and 15 s
     * for it to come back.
     */
    public static final ProbeOptions DEFAULT = new ProbeOptions(
            List.of(),
            4,
            Duration.ofSeconds(3),
            Duration.ofMillis(80),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(15),
            false,
            Map.of());

    /** @throws IllegalArgumentException if a count or a time is not positive, or a header could not be one */
    public ProbeOptions {
        only = List.copyOf(only);
        if (parallelism < 1 || parallelism > 256) {
            throw new IllegalArgumentException("parallelism must be 1 to 256");
        }
        for (Duration time : List.of(patience, quiet, caseDeadline, firstClientWait, clientWait)) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("Times must be positive.");
            }
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || value.matches("(?s).*[\r\n\0].*")) {
                throw new IllegalArgumentException("Not a header: " + name);
            }
        });
        // A copy that keeps the order in which they were given.
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public ProbeOptions withOnly(String... patterns) {
        return withOnly(List.of(patterns));
    }

    public ProbeOptions withOnly(List<String> patterns) {
        return new ProbeOptions(
                patterns,
                parallelism,
                patience,
                quiet,
                caseDeadline,
                firstClientWait,
                clientWait,
                trustAnyCertificate,
                headers);
    }

    public ProbeOptions withParallelism(int cases) {
        return new ProbeOptions(
                only, cases, patience, quiet, caseDeadline, firstClientWait, clientWait, trustAnyCertificate, headers);
    }

    public ProbeOptions withPatience(Duration time) {
        return new ProbeOptions(
                only,
                parallelism,
                time,
                quiet,
                caseDeadline,
                firstClientWait,
                clientWait,
                trustAnyCertificate,
                headers);
    }

    public ProbeOptions withQuiet(Duration time) {
        return new ProbeOptions(
                only,
                parallelism,
                patience,
                time,
                caseDeadline,
                firstClientWait,
                clientWait,
                trustAnyCertificate,
                headers);
    }

    public ProbeOptions withCaseDeadline(Duration time) {
        return new ProbeOptions(
                only, parallelism, patience, quiet, time, firstClientWait, clientWait, trustAnyCertificate, headers);
    }

    public ProbeOptions withFirstClientWait(Duration time) {
        return new ProbeOptions(
                only, parallelism, patience, quiet, caseDeadline, time, clientWait, trustAnyCertificate, headers);
    }

    public ProbeOptions withClientWait(Duration time) {
        return new ProbeOptions(
                only, parallelism, patience, quiet, caseDeadline, firstClientWait, time, trustAnyCertificate, headers);
    }

    public ProbeOptions withTrustAnyCertificate(boolean trust) {
        return new ProbeOptions(
                only, parallelism, patience, quiet, caseDeadline, firstClientWait, clientWait, trust, headers);
    }

    public ProbeOptions withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ProbeOptions(
                only,
                parallelism,
                patience,
                quiet,
                caseDeadline,
                firstClientWait,
                clientWait,
                trustAnyCertificate,
                more);
    }
}
