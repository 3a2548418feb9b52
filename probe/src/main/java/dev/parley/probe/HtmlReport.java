package dev.parley.probe;

/** Puts a report into a page. */
final class HtmlReport {
    private HtmlReport() {}

    static String of(Report report) {
        return "<!doctype html><title>Probe</title><pre>" + report.total() + "</pre>";
    }
}
