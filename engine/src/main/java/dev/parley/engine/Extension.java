package dev.parley.engine;

import java.util.List;

/**
 * An extension with its parameters, as it stands in {@code Sec-WebSocket-Extensions} (RFC 6455 §9.1). Immutable.
 *
 * @param name the registered name, for instance {@code permessage-deflate}
 * @param parameters in their order; a repeated one stands there twice, so that its reader can refuse it
 */
public record Extension(String name, List<Parameter> parameters) {
    /**
     * @param name the parameter's name
     * @param value its value, unquoted; empty when it has none
     */
    public record Parameter(String name, String value) {}

    public Extension {
        parameters = List.copyOf(parameters);
    }

    /** As it stands in the header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        for (Parameter parameter : parameters) {
            text.append("; ").append(parameter.name());
            if (!parameter.value().isEmpty()) {
                text.append('=').append(parameter.value());
            }
        }
        return text.toString();
    }
}
