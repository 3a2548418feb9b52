package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element of Sec-WebSocket-Extensions (RFC 6455 §9.1) as an endpoint that is being probed reads it. Immutable.
 *
 * @param parameters in their order
 */
record ExtensionText(String name, List<Parameter> parameters) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern PARAMETER = Pattern.compile(
            "[ \t]*+;[ \t]*+(" + TOKEN + ")[ \t]*+(?:=[ \t]*+(?:(" + TOKEN + ")|\"(" + TOKEN + ")\"))?+");
    private static final Pattern NAME = Pattern.compile("[ \t]*+(" + TOKEN + ")");
    private static final Pattern NEXT = Pattern.compile("[ \t]*+(?:,|$)");

    /** @param value empty if there is none */
    record Parameter(String name, String value) {}

    boolean has(String parameter) {
        return parameters.stream().anyMatch(each -> each.name().equals(parameter));
    }

    /** None if the fields are not written as the grammar has it. */
    static Optional<List<ExtensionText>> parse(List<String> fields) {
        List<ExtensionText> all = new ArrayList<>();
        for (String field : fields) {
            int before = all.size();
            int at = 0;
            while (at < field.length()) {
                Matcher name = NAME.matcher(field).region(at, field.length());
                List<Parameter> parameters = new ArrayList<>();
                if (name.lookingAt()) {
                    at = parameters(field, name.end(), parameters);
                    all.add(new ExtensionText(name.group(1), parameters));
                }
                Matcher next = NEXT.matcher(field).region(at, field.length());
                if (!next.lookingAt()) {
                    return Optional.empty();
                }
                at = next.end();
            }
            if (all.size() == before) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    private static int parameters(String field, int from, List<Parameter> into) {
        int at = from;
        Matcher parameter = PARAMETER.matcher(field);
        while (parameter.region(at, field.length()).lookingAt()) {
            String value = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
            into.add(new Parameter(parameter.group(1), value == null ? "" : value));
            at = parameter.end();
        }
        return at;
    }
}
