package dev.parley.server;

import dev.parley.engine.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * From which web sites a page may connect. Immutable.
 *
 * <p>Without this check any page that a user visits could connect here with the user's cookies (RFC 6455 §10.2), also when
 * this server listens on loopback only. Clients that are not browsers send no {@code Origin} and are not held up.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.DEFAULT.withOrigins(
 *         Origins.of("https://example.org", "https://*.example.org"));
 * }</pre>
 *
 * @param allowed origins beside the server's own, in lower case: {@code https://example.org}, or
 *     {@code https://*.example.org} for all hosts below that name, but not for itself
 * @param any whether every origin may
 */
public record Origins(Set<String> allowed, boolean any) {
    /** Only pages from the host that the request itself names. */
    public static final Origins SAME_HOST = new Origins(Set.of(), false);

    /** Pages from anywhere: for services that know nobody by cookie or by network. */
    public static final Origins ANY = new Origins(Set.of(), true);

    private static final String WILD = "://*.";
    private static final Pattern LISTED =
            Pattern.compile("[a-z][a-z0-9+.-]*://(\\*\\.)?([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");
    /** The labels that a star stands for. No group is repeated in it: that costs stack for each repetition, and a stranger repeats. */
    private static final Pattern LABELS = Pattern.compile("(?!.*\\.(\\.|$))[a-z0-9_-][a-z0-9_.-]*");

    /** @throws IllegalArgumentException if one is no origin, or has a star elsewhere than as its first label */
    public Origins {
        Set<String> lower = new TreeSet<>();
        for (String origin : allowed) {
            String listed = origin.toLowerCase(Locale.ROOT);
            if (!LISTED.matcher(listed).matches()) {
                throw new IllegalArgumentException("An origin is scheme://host[:port], not " + origin
                        + "; its host may begin with *. for all below a name.");
            }
            lower.add(listed);
        }
        allowed = Set.copyOf(lower);
    }

    /** The same host, and these. */
    public static Origins of(String... origins) {
        return new Origins(Set.of(origins), false);
    }

    /**
     * Whether who asks may.
     *
     * @param onLoopback whether the server listens on a loopback address, and the client connects to that itself
     */
    boolean allow(Request request, boolean onLoopback) {
        List<String> origins = request.headers().all("Origin");
        if (any || origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        return isListed(origin) || isSameHost(origin, request, onLoopback);
    }

    /**
     * Header fields of an answer that scripts of the page that asks may read, if it is one of another site (WHATWG Fetch §3.2). Only
     * to sites that are listed is it said that they may send cookies along.
     */
    Headers lettingRead(Request request, Headers answer) {
        Optional<String> origin = request.headers().first("Origin");
        if (origin.isEmpty()) {
            return answer.with("Vary", "Origin");
        }
        if (any) {
            return answer.with("Access-Control-Allow-Origin", "*");
        }
        return answer.with(Headers.of(
                "Access-Control-Allow-Origin",
                origin.get(),
                "Access-Control-Allow-Credentials",
                "true",
                "Vary",
                "Origin"));
    }

    private boolean isListed(String origin) {
        if (allowed.contains(origin) && origin.indexOf('*') < 0) {
            return true;
        }
        for (String pattern : allowed) {
            int star = pattern.indexOf(WILD);
            if (star >= 0 && isBelow(origin, pattern, star)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(String origin, String pattern, int star) {
        String scheme = pattern.substring(0, star + "://".length());
        String name = pattern.substring(star + WILD.length() - 1); // with the dot before it
        int labels = origin.length() - scheme.length() - name.length();
        return labels > 0
                && origin.startsWith(scheme)
                && origin.endsWith(name)
                && LABELS.matcher(origin.substring(scheme.length(), scheme.length() + labels))
                        .matches();
    }

    private static boolean isSameHost(String origin, Request request, boolean onLoopback) {
        int authority = origin.indexOf("://");
        if (authority < 0) {
            return false; // a page of no site at all, for instance in a sandboxed frame, says "null"
        }
        String host = request.host().toLowerCase(Locale.ROOT);
        // A stranger's name may lead to a loopback address ("DNS rebinding"): there, only loopback's own names count.
        return host.equals(origin.substring(authority + 3)) && (!onLoopback || isLoopbackName(host));
    }

    /** Whether a host, with or without a port, can lead nowhere but to the machine that it is used on. */
    static boolean isLoopbackName(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.\\d{1,3}){3}");
    }
}
