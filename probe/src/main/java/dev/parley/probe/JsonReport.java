package dev.parley.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a report into JSON. */
final class JsonReport {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", version());
        root.put("role", report.role().word());
        root.put("address", report.address());
        root.put("started", report.started().toString());
        root.put("millis", report.took().toMillis());
        root.put("total", report.total());
        for (Verdict verdict : Verdict.values()) {
            root.put(verdict.word(), report.count(verdict));
        }
        root.put("notRun", report.notRun().size());
        ArrayNode remarks = root.putArray("remarks");
        report.remarks().forEach(remarks::add);
        addCases(report, root.putArray("cases"));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void addCases(Report report, ArrayNode cases) {
        Map<Case, Integer> numbers = new HashMap<>();
        report.cases().forEach(test -> numbers.putIfAbsent(test, numbers.size() + 1));
        for (Result result : report.results()) {
            Case test = result.test();
            cases.addObject()
                    .put("number", numbers.get(test))
                    .put("id", test.id())
                    .put("group", test.group().prefix())
                    .put("clause", test.clause())
                    .put("verdict", result.verdict().word())
                    .put("title", test.title())
                    .put("expected", test.expected())
                    .put("note", test.note())
                    .put("observed", result.observed())
                    .put("millis", result.took().toMillis());
        }
    }

    /** What the build wrote beside this class: a verdict is that of one version of the cases. */
    private static String version() {
        Properties build = new Properties();
        try (InputStream in = JsonReport.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "unknown");
    }
}
