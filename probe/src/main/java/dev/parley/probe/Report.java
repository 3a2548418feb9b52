package dev.parley.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run found out. Immutable.
 *
 * @param role the role of the endpoint under test
 * @param address where the endpoint was, or where the probe listened for it
 * @param results in the order of {@link Cases#all}
 */
public record Report(Role role, String address, Instant started, Duration took, List<Result> results) {

    public Report {
        results = List.copyOf(results);
    }

    public int total() {
        return results.size();
    }

    public int count(Verdict verdict) {
        return (int)
                results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Whether no rule was broken. */
    public boolean passed() {
        return count(Verdict.FAIL) == 0;
    }

    /**
     * The report for programs: an object with {@code total}, {@code pass}, {@code tolerated}, {@code fail}, {@code
     * notApplicable}, and {@code cases}, each with {@code id}, {@code group}, {@code clause}, {@code verdict}, {@code title},
     * {@code expected}, {@code observed} and {@code millis}.
     */
    public String toJson() {
        return JsonReport.of(this);
    }

    /** The report for people: one page that needs nothing beside it. */
    public String toHtml() {
        return HtmlReport.of(this);
    }
}
