package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The value of Sec-WebSocket-Extensions taken apart (RFC 6455 §9.1), as leniently as it can be. */
final class ExtensionList {

    /** A parameter; the value without quotes, empty if there is none. */
    record Parameter(String name, boolean hasValue, String value) {}

    /** An extension with its parameters in their order. */
    record Extension(String name, List<Parameter> parameters) {
        boolean has(String parameter) {
            return parameters.stream().anyMatch(each -> each.name().equals(parameter));
        }

        /** The value of the first parameter of that name, or the empty string. */
        String value(String parameter) {
            return parameters.stream()
                    .filter(each -> each.name().equals(parameter))
                    .map(Parameter::value)
                    .findFirst()
                    .orElse("");
        }
    }

    private ExtensionList() {}

    static List<Extension> parse(List<String> values) {
        List<Extension> all = new ArrayList<>();
        for (String value : values) {
            for (String extension : value.split(",")) {
                String[] parts = extension.split(";", -1);
                if (!parts[0].isBlank()) {
                    all.add(new Extension(parts[0].strip().toLowerCase(Locale.ROOT), parameters(parts)));
                }
            }
        }
        return List.copyOf(all);
    }

    private static List<Parameter> parameters(String[] parts) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            String value = equals < 0 ? "" : parts[i].substring(equals + 1).strip();
            if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
                value = value.substring(1, value.length() - 1);
            }
            parameters.add(new Parameter(name.strip().toLowerCase(Locale.ROOT), equals >= 0, value));
        }
        return List.copyOf(parameters);
    }
}
