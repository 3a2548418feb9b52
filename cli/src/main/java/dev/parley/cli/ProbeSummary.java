package dev.parley.cli;

import dev.parley.probe.Case;
import dev.parley.probe.Group;
import dev.parley.probe.Report;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.io.PrintStream;
import java.util.List;

/** What a run found, for a terminal: a line for each group, each case that did not pass, and the sum. Stateless. */
final class ProbeSummary {
    private ProbeSummary() {}

    static void print(Report report, PrintStream out) {
        out.printf("%-32s %6s %10s %6s %15s%n", "", "pass", "tolerated", "fail", "not applicable");
        for (Group group : Group.values()) {
            List<Result> results = report.results().stream()
                    .filter(result -> result.test().group() == group)
                    .toList();
            if (!results.isEmpty()) {
                out.printf(
                        "%-32s %6s %10s %6s %15s%n",
                        group.title(),
                        count(results, Verdict.PASS),
                        count(results, Verdict.TOLERATED),
                        count(results, Verdict.FAIL),
                        count(results, Verdict.NOT_APPLICABLE));
            }
        }
        for (Verdict verdict : new Verdict[] {Verdict.NOT_APPLICABLE, Verdict.TOLERATED, Verdict.FAIL}) {
            report.results().stream()
                    .filter(result -> result.verdict() == verdict)
                    .forEach(result -> print(result, out));
        }
        out.printf(
                "%n%s: %d cases, %d pass, %d tolerated, %d fail, %d not applicable, in %d s%n",
                report.address(),
                report.total(),
                report.count(Verdict.PASS),
                report.count(Verdict.TOLERATED),
                report.count(Verdict.FAIL),
                report.count(Verdict.NOT_APPLICABLE),
                report.took().toSeconds());
        out.flush();
    }

    private static void print(Result result, PrintStream out) {
        Case test = result.test();
        String verdict = result.verdict() == Verdict.NOT_APPLICABLE
                ? "not applicable"
                : result.verdict().word();
        out.printf("%n%s: %s (%s)%n", verdict, test.id(), test.clause());
        out.printf(
                "  done      %s%n  accepted  %s%n  came      %s%n", test.title(), test.expected(), result.observed());
        if (!test.note().isEmpty()) {
            out.printf("  note      %s%n", test.note());
        }
    }

    /** Nothing for none, so that the eye finds what is there. */
    private static String count(List<Result> results, Verdict verdict) {
        long count =
                results.stream().filter(result -> result.verdict() == verdict).count();
        return count == 0 ? "" : Long.toString(count);
    }
}
