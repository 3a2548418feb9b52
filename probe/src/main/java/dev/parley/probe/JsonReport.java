package dev.parley.probe;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a report into JSON. */
final class JsonReport {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("role", report.role().word());
        root.put("address", report.address());
        root.put("started", report.started().toString());
        root.put("millis", report.took().toMillis());
        root.put("total", report.total());
        for (Verdict verdict : Verdict.values()) {
            root.put(verdict.word(), report.count(verdict));
        }
        ArrayNode cases = root.putArray("cases");
        for (Result result : report.results()) {
            Case test = result.test();
            cases.addObject()
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
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
