package dev.parley.proofs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The document that leads from each clause of an RFC to the code that obeys it and the tests of that. Stateless. */
final class RfcIndex {
    /** What of a long quotation is shown on either side of its MUST. */
    private static final int SHOWN_CHARS = 160;

    private static final String HEAD = """
            # From the RFCs to the code

            Each MUST of the documents, in the words that are quoted of it: where it is obeyed, and where that is tested. Exceptions
            have their reasons in [rfc-exceptions.md](rfc-exceptions.md).

            *Generated from the citations in the code; do not edit. `RfcIndexTest` fails when it is out of date, and
            writes it anew with*
            `mvn verify -Dtest=RfcIndexTest -Drfc.index=write -Dsurefire.failIfNoSpecifiedTests=false`
            """;

    private RfcIndex() {}

    static String markdown(RfcCoverage coverage) {
        StringBuilder index = new StringBuilder(HEAD);
        String section = "";
        int rfc = 0;
        for (RfcCoverage.Entry entry : coverage.entries()) {
            Requirement requirement = entry.requirement();
            if (requirement.rfc() != rfc) {
                rfc = requirement.rfc();
                index.append("\n## RFC ").append(rfc).append('\n');
            }
            if (!requirement.section().equals(section)) {
                section = requirement.section();
                index.append("\n### §").append(section).append("\n\n| | words | code | test |\n|---|---|---|---|\n");
            }
            index.append(row(entry));
        }
        return index.toString();
    }

    private static String row(RfcCoverage.Entry entry) {
        String excepted = "[excepted](rfc-exceptions.md)";
        boolean isExcepted = entry.exception().isPresent();
        return String.format(
                "| %s | %s | %s | %s |\n",
                entry.requirement().ordinal(),
                entry.words().isEmpty() ? "" : shortened(entry.words()),
                entry.code().isEmpty() && isExcepted ? excepted : links(entry.code()),
                entry.tests().isEmpty() && isExcepted ? excepted : links(entry.tests()));
    }

    private static String shortened(String words) {
        int from = words.indexOf("**");
        int to = words.indexOf("**", from + 2) + 2;
        String before = words.substring(0, from);
        String after = words.substring(to);
        if (before.length() > SHOWN_CHARS) {
            int cut = before.indexOf(' ', before.length() - SHOWN_CHARS);
            before = "…" + before.substring(cut);
        }
        if (after.length() > SHOWN_CHARS) {
            after = after.substring(0, after.lastIndexOf(' ', SHOWN_CHARS)) + " …";
        }
        return (before + words.substring(from, to) + after)
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replaceAll("(?<!\\*)\\*(?!\\*)", "\\\\*")
                .replace("_", "\\_");
    }

    /** Members, not lines: a line would change with every edit above it. */
    private static String links(List<Citation> citations) {
        if (citations.isEmpty()) {
            return "**none**";
        }
        Map<String, TreeSet<String>> files = new LinkedHashMap<>();
        for (Citation citation : citations) {
            files.computeIfAbsent(citation.member(), member -> new TreeSet<>()).add(citation.file());
        }
        return files.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(file -> "[" + entry.getKey() + "](../" + file + ")"))
                .collect(Collectors.joining("<br>"));
    }
}
