package dev.parley.proofs.peers;

import dev.parley.probe.Group;
import dev.parley.probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts results into the page of the guide, between two marks; what people wrote around them stays. Stateless. */
final class ConformancePage {
    private static final String BEGIN = "<!-- begin: written by ./check --peers -->\n";
    private static final String END = "<!-- end -->\n";
    /** An observation is one line in a list, not a report. */
    private static final int MAX_OBSERVATION = 160;

    private ConformancePage() {}

    static void rewrite(Path page, List<Judgement> judgements) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END, begin);
        if (begin < 0 || end < 0) {
            throw new IOException(page + " has no place for the table.");
        }
        Files.writeString(page, old.substring(0, begin) + BEGIN + "\n" + of(judgements) + "\n" + old.substring(end));
    }

    static String of(List<Judgement> judgements) {
        StringBuilder page = new StringBuilder();
        page.append("| endpoint | version | role | cases | pass | tolerated | fail | not applicable | seconds |\n");
        page.append("|---|---|---|--:|--:|--:|--:|--:|--:|\n");
        judgements.forEach(judgement -> page.append(row(judgement)));
        page.append("\n## What failed\n");
        judgements.forEach(judgement -> appendFailures(judgement, page));
        return page.toString();
    }

    private static String row(Judgement judgement) {
        return "| %s | %s | %s | %d%s | %d | %d | %d | %d | %d |%n"
                .formatted(
                        judgement.peer().name(),
                        judgement.peer().version(),
                        judgement.peer().role().word(),
                        judgement.total(),
                        judgement.whole() ? "" : " (given up)",
                        judgement.counts().get(Verdict.PASS),
                        judgement.counts().get(Verdict.TOLERATED),
                        judgement.counts().get(Verdict.FAIL),
                        judgement.counts().get(Verdict.NOT_APPLICABLE),
                        judgement.took().toSeconds());
    }

    private static void appendFailures(Judgement judgement, StringBuilder page) {
        page.append("\n### ").append(judgement.peer()).append("\n");
        if (judgement.failed().isEmpty()) {
            page.append("\nNothing.\n");
        }
        for (Group group : Group.values()) {
            // Cases with like findings on one line: a hundred lines that say the same hide what else there is.
            Map<String, List<Judgement.Failure>> alike = judgement.failed().stream()
                    .filter(failure -> failure.test().group() == group)
                    .collect(Collectors.groupingBy(
                            failure -> withoutNumbers(failure.observed()), LinkedHashMap::new, Collectors.toList()));
            if (!alike.isEmpty()) {
                page.append("\n**").append(group.title()).append("**\n\n");
                alike.values().forEach(failures -> page.append(line(failures)));
            }
        }
    }

    private static String line(List<Judgement.Failure> alike) {
        List<String> observed =
                alike.stream().map(Judgement.Failure::observed).distinct().toList();
        return alike.stream()
                        .map(failure -> "`" + failure.test().id() + "`")
                        .collect(Collectors.joining(" ", "- ", ": "))
                + onOneLine(observed.size() == 1 ? observed.get(0) : withoutNumbers(observed.get(0)))
                + "\n";
    }

    private static String withoutNumbers(String observed) {
        return observed.replaceAll("\\d+", "…");
    }

    /** Observations may quote a peer, which may have said anything. */
    private static String onOneLine(String observed) {
        String plain = observed.replaceAll("\\s+", " ").replaceAll("([<>|*_`\\[\\]])", "\\\\$1");
        return plain.length() <= MAX_OBSERVATION ? plain : plain.substring(0, MAX_OBSERVATION - 1) + "…";
    }
}
