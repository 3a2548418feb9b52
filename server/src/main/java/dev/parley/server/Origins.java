package dev.parley.server;

import dev.parley.engine.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * From which web sites a page may connect. Immutable.
 *
 * <p>Without this check any page that a user visits could connect here with the user's cookies (RFC 6455 §10.2), also when
 * this server listens on loopback only. Clients that are not browsers send no {@code Origin} and are not held up.
 *
 * @param allowed origins beside the server's own, for instance {@code https://example.org}, in lower case
 * @param any whether every origin may
 */
public record Origins(Set<String> allowed, boolean any) {
    /** Only pages from the host that the request itself names. */
    public static final Origins SAME_HOST = new Origins(Set.of(), false);

    /** Pages from anywhere: for services that know nobody by cookie or by network. */
    public static final Origins ANY = new Origins(Set.of(), true);

    public Origins {
        Set<String> lower = new TreeSet<>();
        for (String origin : allowed) {
            if (!origin.contains("://") || origin.endsWith("/")) {
                throw new IllegalArgumentException("An origin is scheme://host[:port], not " + origin);
            }
            lower.add(origin.toLowerCase(Locale.ROOT));
        }
        allowed = Set.copyOf(lower);
    }

    /** The same host, and these. */
    public static Origins of(String... origins) {
        return new Origins(Set.of(origins), false);
    }

    boolean allow(Headers request) {
        List<String> origins = request.all("Origin");
        if (any || origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        int authority = origin.indexOf("://");
        // A page of no site at all, for instance in a sandboxed frame, says "null".
        boolean sameHost = authority >= 0
                && request.first("Host")
                        .map(host -> host.toLowerCase(Locale.ROOT).equals(origin.substring(authority + 3)))
                        .orElse(false);
        return sameHost || allowed.contains(origin);
    }
}
