package dev.parley.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a report into one page that needs nothing beside it: an account by groups, and each case with its bytes. */
final class HtmlReport {
    private static final Map<Verdict, String> WORDS = new EnumMap<>(Map.of(
            Verdict.PASS, "✓ pass",
            Verdict.TOLERATED, "~ tolerated",
            Verdict.FAIL, "✕ fail",
            Verdict.NOT_APPLICABLE, "– not applicable"));

    private static final List<Verdict> URGENCY =
            List.of(Verdict.FAIL, Verdict.TOLERATED, Verdict.PASS, Verdict.NOT_APPLICABLE);

    private final Report report;
    private final StringBuilder page = new StringBuilder(1 << 20);

    private HtmlReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        HtmlReport html = new HtmlReport(report);
        html.head();
        html.tiles();
        html.groups();
        html.cases();
        html.foot();
        return html.page.toString();
    }

    private void head() {
        String what = report.role() == Role.SERVER ? "Server" : "Client";
        page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                // Without a picture of its own, a browser would ask the server for one.
                .append("<link rel=\"icon\" href=\"data:,\">\n")
                .append("<title>Probe: ")
                .append(escaped(report.address()))
                .append("</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n<main>\n<h1>")
                .append(report.role() == Role.SERVER ? "WebSocket server at " : "WebSocket client of ")
                .append(escaped(report.address()))
                .append("</h1>\n<p class=\"lead\">")
                .append(what)
                .append(" tested for conformance with RFC 6455 and RFC 7692 on ")
                // A report is read elsewhere, too.
                .append(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(report.started()))
                .append(", in ")
                .append(seconds(report.took()))
                .append(".</p>\n");
        for (String remark : report.remarks()) {
            page.append("<p class=\"remark\">").append(escaped(remark)).append("</p>\n");
        }
    }

    private void tiles() {
        page.append("<div class=\"tiles\">\n");
        int notRun = report.notRun().size();
        tile("", report.total(), notRun == 0 ? "cases" : "of " + (report.total() + notRun) + " cases");
        for (Verdict verdict : Verdict.values()) {
            tile(verdict.word(), report.count(verdict), WORDS.get(verdict));
        }
        page.append("</div>\n");
    }

    private void tile(String verdict, int count, String words) {
        page.append("<button type=\"button\" aria-pressed=\"false\" data-verdict=\"")
                .append(verdict)
                .append("\" class=\"")
                .append(verdict)
                .append("\"><b>")
                .append(count)
                .append("</b>")
                .append(words)
                .append("</button>\n");
    }

    private void groups() {
        page.append("<h2>By group</h2>\n<table class=\"groups\">\n<tr><th>Group<th class=\"bar\">")
                .append("<th>pass<th>tolerated<th>fail<th>n/a</tr>\n");
        byGroup().forEach((group, results) -> {
            page.append("<tr><td><a href=\"#")
                    .append(group.prefix())
                    .append("\">")
                    .append(group.title())
                    .append("</a><td class=\"bar\"><div class=\"stack\">");
            for (Verdict verdict : URGENCY) {
                if (count(results, verdict) == 0) {
                    continue;
                }
                page.append("<i class=\"")
                        .append(verdict.word())
                        .append("\" style=\"flex:")
                        .append(count(results, verdict))
                        .append("\"></i>");
            }
            page.append("</div>");
            for (Verdict verdict : Verdict.values()) {
                page.append("<td>").append(count(results, verdict));
            }
            page.append("</tr>\n");
        });
        page.append("</table>\n");
    }

    private void cases() {
        page.append("<input class=\"search\" type=\"search\" placeholder=\"Search in ids and findings\"")
                .append(" aria-label=\"Search in ids and findings\">\n");
        byGroup().forEach((group, results) -> {
            long failed = count(results, Verdict.FAIL);
            page.append("<details class=\"group\" id=\"")
                    .append(group.prefix())
                    .append(failed > 0 ? "\" open>" : "\">")
                    .append("<summary>")
                    .append(group.title())
                    .append(" <small>")
                    .append(results.size())
                    .append(" cases")
                    .append(failed > 0 ? ", " + failed + " failed" : "")
                    .append("</small></summary>\n");
            // What there is to do comes first.
            results.stream()
                    .sorted(Comparator.comparing(result -> URGENCY.indexOf(result.verdict())))
                    .forEach(this::test);
            page.append("</details>\n");
        });
    }

    private void test(Result result) {
        Case test = result.test();
        String verdict = result.verdict().word();
        page.append("<details class=\"case\" data-verdict=\"")
                .append(verdict)
                .append("\"><summary><span class=\"verdict ")
                .append(verdict)
                .append("\">")
                .append(WORDS.get(result.verdict()))
                .append("</span><span class=\"id\">")
                .append(test.id())
                .append("</span><span class=\"brief\">")
                .append(escaped(result.observed()))
                .append("</span></summary>\n<div class=\"body\"><dl>");
        row("Sent", test.title());
        row("Accepted", test.expected());
        row("Came", result.observed());
        row("Clause", test.clause());
        if (!test.note().isEmpty()) {
            row("Decided", test.note());
        }
        row("Took", result.took().toMillis() + " ms");
        page.append("</dl>\n");
        HtmlTranscript.append(result.transcript(), page);
        page.append("</div></details>\n");
    }

    private void row(String term, String text) {
        page.append("<dt>").append(term).append("<dd>").append(escaped(text));
    }

    private void foot() {
        page.append(
                        "<footer>Tolerated: an RFC allows it, though it recommends another way. Not applicable: the endpoint"
                                + " declined what the case is about.</footer>\n</main>\n<script>\n")
                .append(resource("report.js"))
                .append("</script>\n</html>\n");
    }

    private Map<Group, List<Result>> byGroup() {
        return report.results().stream()
                .collect(Collectors.groupingBy(
                        result -> result.test().group(), () -> new EnumMap<>(Group.class), Collectors.toList()));
    }

    private static long count(List<Result> results, Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f seconds", time.toMillis() / 1000.0);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The module lacks its file " + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
