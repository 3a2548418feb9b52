package dev.parley.cli;

import dev.parley.probe.Case;
import dev.parley.probe.Group;
import dev.parley.probe.Report;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.io.PrintStream;
import java.util.List;

/**
 * What a run found, for a terminal, where the end is what one sees: a line for each case that is tolerated, all about each that
 * failed, then a line for each group, and the sum. Stateless.
 */
final class ProbeSummary {
    private static final int MAX_LINE = 160;
    private static final String ROW = "%-32s %6s %10s %6s %15s%n";

    private ProbeSummary() {}

    static void print(Report report, PrintStream out) {
        of(report, Verdict.TOLERATED).forEach(result -> printLine(result, out));
        of(report, Verdict.FAIL).forEach(result -> printWhole(result, out));
        printGroups(report, out);
        out.println();
        report.remarks().forEach(out::println);
        int notRun = report.notRun().size();
        out.printf(
                "%s: %d cases, %d pass, %d tolerated, %d fail, %d not applicable%s, in %d s%n",
                report.address(),
                report.total(),
                report.count(Verdict.PASS),
                report.count(Verdict.TOLERATED),
                report.count(Verdict.FAIL),
                report.count(Verdict.NOT_APPLICABLE),
                notRun == 0 ? "" : "; " + notRun + " not run",
                report.took().toSeconds());
        out.flush();
    }

    private static void printGroups(Report report, PrintStream out) {
        out.println();
        out.printf(ROW, "", "pass", "tolerated", "fail", "not applicable");
        for (Group group : Group.values()) {
            List<Result> results = report.results().stream()
                    .filter(result -> result.test().group() == group)
                    .toList();
            if (!results.isEmpty()) {
                out.printf(
                        ROW,
                        group.title(),
                        count(results, Verdict.PASS),
                        count(results, Verdict.TOLERATED),
                        count(results, Verdict.FAIL),
                        count(results, Verdict.NOT_APPLICABLE));
            }
        }
    }

    /** There may be hundreds, and the rest of each is in the reports. */
    private static void printLine(Result result, PrintStream out) {
        String line = "tolerated: " + result.test().id() + ": " + result.observed();
        out.println(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…");
    }

    private static void printWhole(Result result, PrintStream out) {
        Case test = result.test();
        out.printf("%nfail: %s (%s)%n", test.id(), test.clause());
        out.printf(
                "  done      %s%n  accepted  %s%n  came      %s%n", test.title(), test.expected(), result.observed());
        if (!test.note().isEmpty()) {
            out.printf("  note      %s%n", test.note());
        }
    }

    private static List<Result> of(Report report, Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .toList();
    }

    /** Nothing for none, so that the eye finds what is there. */
    private static String count(List<Result> results, Verdict verdict) {
        long count =
                results.stream().filter(result -> result.verdict() == verdict).count();
        return count == 0 ? "" : Long.toString(count);
    }
}
