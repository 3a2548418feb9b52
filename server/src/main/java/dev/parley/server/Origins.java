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

    /** @param onLoopback whether the server listens on a loopback address */
    boolean allow(Headers request, boolean onLoopback) {
        List<String> origins = request.all("Origin");
        if (any || origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        return allowed.contains(origin) || isSameHost(origin, request, onLoopback);
    }

    private static boolean isSameHost(String origin, Headers request, boolean onLoopback) {
        int authority = origin.indexOf("://");
        if (authority < 0) {
            return false; // a page of no site at all, for instance in a sandboxed frame, says "null"
        }
        String host = request.first("Host").orElse("").toLowerCase(Locale.ROOT);
        // A stranger's name may lead to a loopback address ("DNS rebinding"): there, only loopback's own names count.
        return host.equals(origin.substring(authority + 3)) && (!onLoopback || isLoopbackName(host));
    }

    private static boolean isLoopbackName(String host) {
        String name = host.replaceFirst(":\\d{1,5}$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.\\d{1,3}){3}");
    }
}
