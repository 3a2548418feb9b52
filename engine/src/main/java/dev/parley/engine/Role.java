package dev.parley.engine;

/** Which end of the connection an endpoint is; only a client masks (RFC 6455 §5.1). Immutable. */
public enum Role {
    CLIENT,
    SERVER
}
