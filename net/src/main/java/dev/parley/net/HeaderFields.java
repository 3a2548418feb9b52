package dev.parley.net;

import dev.parley.engine.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Header fields as Netty parsed them, as the engine's rules want them. Stateless. */
final class HeaderFields {
    private HeaderFields() {}

    /** The fields, or nothing if one is such as no message may have and the parser let it through. */
    static Optional<Headers> of(HttpHeaders parsed) {
        List<Headers.Field> fields = new ArrayList<>(parsed.size());
        try {
            for (Map.Entry<String, String> entry : parsed) {
                // RFC 6455 §10.7: "Incoming data MUST always be validated by both clients and servers."
                fields.add(new Headers.Field(entry.getKey(), entry.getValue()));
            }
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(Headers.of(fields));
    }
}
