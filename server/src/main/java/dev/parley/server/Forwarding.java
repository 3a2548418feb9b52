package dev.parley.server;

/** In which header fields a proxy says for whom it asks. Immutable. */
public enum Forwarding {
    /** In none: what stands in such fields is the client's invention. */
    NONE,
    /** In {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    X_FORWARDED,
    /** In {@code Forwarded} (RFC 7239). */
    FORWARDED
}
