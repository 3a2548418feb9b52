package dev.parley.client;

import dev.parley.engine.Headers;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The header fields that options add to an opening handshake, and what they take from its answer. Immutable. */
final class HandshakeFields {
    /** What a server may know to which another one has redirected us. */
    private static final List<String> FOR_STRANGERS = List.of("User-Agent");

    private final WebSocketOptions options;

    HandshakeFields(WebSocketOptions options) {
        this.options = options;
    }

    /**
     * All fields of the request but those that make it a handshake.
     *
     * @param stranger whether the server is another than the one that the program named: it is told no secret
     * @throws IOException if the cookies cannot be had
     */
    Headers request(WebSocketUrl url, boolean stranger) throws IOException {
        List<Headers.Field> fields = new ArrayList<>(List.of(new Headers.Field("Host", url.authority())));
        List<String> cookies = new ArrayList<>();
        for (Headers.Field field : options.headers()) {
            boolean isCookie = field.name().equalsIgnoreCase("Cookie");
            if (isCookie && !stranger) {
                cookies.add(field.value());
            } else if (!stranger || FOR_STRANGERS.stream().anyMatch(field.name()::equalsIgnoreCase)) {
                fields.add(field);
            }
        }
        options.origin().ifPresent(origin -> fields.add(new Headers.Field("Origin", origin)));
        if (!stranger && !options.headers().contains("Authorization")) {
            options.authorization()
                    .map(Authorization::headerValue)
                    .or(url::authorization)
                    .ifPresent(value -> fields.add(new Headers.Field("Authorization", value)));
        }
        cookies.addAll(fromHandler(url));
        // RFC 6265 §5.4: "the user agent MUST NOT attach more than one Cookie header field."
        if (!cookies.isEmpty()) {
            fields.add(new Headers.Field("Cookie", String.join("; ", cookies)));
        }
        return Headers.of(fields);
    }

    private List<String> fromHandler(WebSocketUrl url) throws IOException {
        if (options.cookies().isEmpty()) {
            return List.of();
        }
        CookieHandler handler = options.cookies().get();
        return handler.get(http(url), Map.of()).entrySet().stream()
                .filter(entry -> "Cookie".equalsIgnoreCase(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Hands the answer's cookies to who keeps them. */
    void answered(WebSocketUrl url, Headers answer) throws IOException {
        if (options.cookies().isEmpty()) {
            return;
        }
        Map<String, List<String>> fields = new HashMap<>();
        for (Headers.Field field : answer) {
            if (field.name().toLowerCase(Locale.ROOT).startsWith("set-cookie")) {
                fields.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
            }
        }
        if (!fields.isEmpty()) {
            options.cookies().get().put(http(url), fields);
        }
    }

    /** The URL as it is known to those who know of HTTP only; what Java's URLs cannot have in them is encoded. */
    static URI http(WebSocketUrl url) {
        StringBuilder target = new StringBuilder();
        for (char c : url.requestTarget().toCharArray()) {
            target.append(
                    "[]|\\^`{}".indexOf(c) < 0 ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return URI.create((url.secure() ? "https://" : "http://") + url.authority() + target);
    }
}
