package dev.parley.server;

import java.util.Locale;

/** Figures in the text format of Prometheus, version 0.0.4. One caller at a time. */
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private String name = "";

    /** Begins a family; its samples follow. */
    PrometheusText family(String name, String type, String help) {
        this.name = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** @param labels names and values, in turn */
    PrometheusText sample(double value, String... labels) {
        return sample("", value, labels);
    }

    /**
     * A sample of the family.
     *
     * @param suffix for instance {@code _count}
     * @param labels names and values, in turn
     */
    PrometheusText sample(String suffix, double value, String... labels) {
        text.append(name).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
