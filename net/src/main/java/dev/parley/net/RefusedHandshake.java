package dev.parley.net;

import dev.parley.engine.ClientHandshake;
import dev.parley.engine.Headers;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What an answer other than 101 tells the person who wonders about it. Stateless. */
final class RefusedHandshake {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private RefusedHandshake() {}

    /** Where a redirect leads (RFC 9110 §15.4), as the server wrote it. */
    static Optional<String> location(int status, Headers headers) {
        return REDIRECTS.contains(status) ? headers.first("Location") : Optional.empty();
    }

    /** What to do about it, to follow what is wrong; empty if nobody knows. */
    static String advice(int status, Headers headers, ClientHandshake.Refused refused, DialTarget target) {
        return switch (status) {
            case 101 ->
                refused.extensions()
                        ? "; it may do better where none is offered: withCompression(Optional.empty())"
                        : "";
            case 301, 302, 303, 307, 308 ->
                location(status, headers)
                        .map(to -> "; it redirects to " + withoutSecrets(to) + ": connect there, or allow redirects")
                        .orElse("");
            case 401 ->
                target.headers().contains("Authorization")
                        ? "; it does not accept the credentials"
                        : "; it asks for credentials (" + schemes(headers, "WWW-Authenticate") + "): give them";
            case 403 -> "; it does not let you in: are the credentials right, and the Origin?";
            case 404 -> "; is the path right?";
            case 407 -> "; a proxy asks for credentials (" + schemes(headers, "Proxy-Authenticate") + ")";
            case 429, 503 -> "; it is busy: try again later";
            default -> status < 300 ? "; what is there is no WebSocket" : "";
        };
    }

    /** The names of the schemes, without their parameters (RFC 9110 §11.6.1). */
    static String schemes(Headers headers, String field) {
        String names = String.join(
                ", ",
                headers.all(field).stream()
                        .map(challenge -> challenge.split("[ ,]", 2)[0])
                        .toList());
        return names.isEmpty() ? "it does not say which" : names;
    }

    /** Host and path: a user or a query may be a secret. */
    private static String withoutSecrets(String location) {
        try {
            URI to = URI.create(location);
            String host = to.getHost() == null ? "" : to.getScheme() + "://" + to.getHost();
            String port = to.getPort() < 0 ? "" : ":" + to.getPort();
            return host + port + (to.getRawPath() == null ? "" : to.getRawPath());
        } catch (IllegalArgumentException e) {
            return "what is no URL";
        }
    }
}
