package dev.parley.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run found out. Immutable.
 *
 * @param role the role of the endpoint under test
 * @param address where the endpoint was, or where the probe listened for it
 * @param cases what the run was to play, in the order of {@link Cases#all}; the number of a case is its place here, from 1
 * @param results of those cases that were judged, in the same order
 * @param remarks sentences about the run as a whole: that it still goes on, or what got in its way, as that the server went
 *     away; none if it went through
 */
public record Report(
        Role role,
        String address,
        Instant started,
        Duration took,
        List<Case> cases,
        List<Result> results,
        List<String> remarks) {

    public Report {
        cases = List.copyOf(cases);
        results = List.copyOf(results);
        remarks = List.copyOf(remarks);
    }

    /** A run that went through. */
    public Report(Role role, String address, Instant started, Duration took, List<Result> results) {
        this(role, address, started, took, results.stream().map(Result::test).toList(), results, List.of());
    }

    /** How many cases were judged: each has one of the four verdicts. */
    public int total() {
        return results.size();
    }

    public int count(Verdict verdict) {
        return (int)
                results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** The cases that were to be played and have no verdict. */
    public List<Case> notRun() {
        Set<Case> judged = results.stream().map(Result::test).collect(Collectors.toSet());
        return cases.stream().filter(test -> !judged.contains(test)).toList();
    }

    /** Whether all cases were judged, nothing got in the way, and no rule was broken. */
    public boolean passed() {
        return count(Verdict.FAIL) == 0 && notRun().isEmpty() && remarks.isEmpty();
    }

    /**
     * The report for programs: an object with {@code version} (of the probe), {@code role}, {@code address}, {@code started},
     * {@code millis}, the counts {@code total}, {@code pass}, {@code tolerated}, {@code fail}, {@code notApplicable} and
     * {@code notRun}, the array {@code remarks}, and the array {@code cases}, each with {@code number}, {@code id}, {@code
     * group}, {@code clause}, {@code verdict}, {@code title}, {@code expected}, {@code note}, {@code observed} and {@code
     * millis}. {@code total} is the sum of the four verdicts, and the length of {@code cases}; cases that were not run count
     * in {@code notRun} only.
     */
    public String toJson() {
        return JsonReport.of(this);
    }

    /** The report for people: one page that needs nothing beside it. */
    public String toHtml() {
        return HtmlReport.of(this);
    }
}
