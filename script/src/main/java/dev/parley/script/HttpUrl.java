package dev.parley.script;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of a page or of a stream of events, with what {@code location} tells of it. Immutable. */
record HttpUrl(URI uri) {
    /**
     * Resolves an address against a base.
     *
     * @param base empty for none
     * @return nothing if it is not of HTTP, or makes no sense
     */
    static Optional<HttpUrl> parse(String address, String base) {
        try {
            URI given = new URI(address.strip().replace(" ", "%20"));
            URI uri = base.isEmpty() || given.isAbsolute() ? given : new URI(base).resolve(given);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean usable = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            return usable ? Optional.of(new HttpUrl(canonical(scheme, uri))) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static URI canonical(String scheme, URI uri) throws URISyntaxException {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.normalize().getRawPath();
        boolean standard = uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String port = uri.getPort() < 0 || standard ? "" : ":" + uri.getPort();
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        return new URI(scheme + "://" + user + uri.getHost().toLowerCase(Locale.ROOT) + port + path
                + prefixed("?", uri.getRawQuery()) + prefixed("#", uri.getRawFragment()));
    }

    private static String prefixed(String mark, @Nullable String part) {
        return part == null ? "" : mark + part;
    }

    /** Scheme, host and port. */
    String origin() {
        return uri.getScheme() + "://" + host();
    }

    private String host() {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** href, origin, protocol, host, hostname, port, pathname, search, hash. */
    List<String> attributes() {
        String port = uri.getPort() < 0 ? "" : Integer.toString(uri.getPort());
        return List.of(
                uri.toString(),
                origin(),
                uri.getScheme() + ":",
                host(),
                uri.getHost(),
                port,
                uri.getRawPath(),
                prefixed("?", uri.getRawQuery()),
                prefixed("#", uri.getRawFragment()));
    }
}
