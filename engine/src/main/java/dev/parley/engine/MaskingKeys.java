package dev.parley.engine;

/**
 * Where a client's masking keys come from.
 *
 * <p>RFC 6455 §10.3: "Clients MUST choose a new masking key for each frame, using an algorithm that cannot be predicted by
 * end applications that provide data." Or a page could choose the bytes on the wire and poison the cache of a proxy that
 * takes them for HTTP.
 */
@FunctionalInterface
public interface MaskingKeys {
    /** The next key: 32 bits that nobody can foretell. */
    int next();

    /**
     * Keys from {@link java.security.SecureRandom}, fetched a thousand at a time. One caller at a time: make one for each
     * event loop, not for each connection.
     */
    static MaskingKeys secure() {
        return new SecureMaskingKeys();
    }
}
