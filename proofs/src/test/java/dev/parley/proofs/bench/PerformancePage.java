package dev.parley.proofs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts results into the page of the guide, between two marks; what people wrote around them stays. Immutable.
 *
 * @param how the command that measures the same again
 */
record PerformancePage(Machine machine, LocalDate date, String how, String pinning, Results results) {
    private static final String BEGIN = "<!-- begin: written by ./compare -->\n";
    private static final String END = "<!-- end -->\n";

    void rewrite(Path page) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END, begin);
        if (begin < 0 || end < 0) {
            throw new IOException(page + " has no place for the tables.");
        }
        Files.writeString(page, old.substring(0, begin) + BEGIN + "\n" + this + "\n" + old.substring(end));
    }

    @Override
    public String toString() {
        StringBuilder page = new StringBuilder();
        page.append("Measured on ").append(date).append(" with `").append(how).append("`.\n\n");
        page.append("- Machine: ").append(machine).append(".\n");
        page.append("- Processors: ").append(pinning).append(".\n");
        page.append(results.contenders().stream()
                .map(each -> each.title() + " " + each.version())
                .collect(Collectors.joining(", ", "- Servers: ", ".\n")));
        page.append("\n### Ours over others'\n\n").append(ratios());
        page.append("\n### The figures\n\n").append(figures());
        return page.toString();
    }

    private String ratios() {
        StringBuilder table = new StringBuilder("| what is done | unit |");
        others().forEach(each -> table.append(" ").append(each.title()).append(" |"));
        table.append("\n|---|---|")
                .append("---|".repeat((int) others().count()))
                .append("\n");
        for (Row row : results.rows()) {
            if (others().noneMatch(each -> each.does(row))) {
                continue;
            }
            table.append("| ")
                    .append(row.title())
                    .append(" | ")
                    .append(row.kind().unit());
            others().forEach(each -> table.append(" | ").append(ratio(row, each)));
            table.append(" |\n");
        }
        return table.toString();
    }

    private java.util.stream.Stream<Contender> others() {
        return results.contenders().stream().filter(each -> !each.isOurs());
    }

    /** With its spread, and the goal if there is one. */
    private String ratio(Row row, Contender other) {
        if (!other.does(row)) {
            return "";
        }
        Optional<Spread> ratios = results.ratios(row, other.name());
        Goal goal = goal(row, other);
        String goalAndMark = !goal.isThere()
                ? ""
                : ", goal " + goal
                        + ratios.map(spread -> goal.isReachedBy(spread) ? " ✓" : " ✗")
                                .orElse("");
        return ratios.map(Spread::toString).orElse("–") + goalAndMark;
    }

    private static Goal goal(Row row, Contender other) {
        return switch (other.name()) {
            case Contenders.NETTY -> row.netty();
            case Contenders.BUN -> row.bun();
            default -> Goal.NONE;
        };
    }

    private String figures() {
        StringBuilder table = new StringBuilder("| what is done | unit |");
        results.contenders()
                .forEach(each -> table.append(" ").append(each.title()).append(" |"));
        table.append("\n|---|---|")
                .append("---|".repeat(results.contenders().size()))
                .append("\n");
        for (Row row : results.rows()) {
            table.append("| ")
                    .append(row.title())
                    .append(" | ")
                    .append(row.kind().unit());
            for (Contender each : results.contenders()) {
                table.append(" | ").append(each.does(row) ? figure(row, each) : "");
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    private String figure(Row row, Contender contender) {
        Cell cell = results.cell(row, contender.name());
        if (!cell.isMeasured()) {
            return cell.isFailed() ? "failed: " + onOneLine(cell.failure()) : "–";
        }
        return row.kind().format(Spread.of(cell.values()).median()) + " (" + cell.besides() + ")";
    }

    /** What failed may quote a server, which may have said anything. */
    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([<>|*_`\\[\\]])", "\\\\$1");
    }
}
