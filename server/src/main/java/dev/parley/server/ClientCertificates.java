package dev.parley.server;

/** Whether clients are asked for a certificate. Immutable. */
public enum ClientCertificates {
    /** They are not. */
    NONE,
    /** They are, and may have none; a wrong one ends the connection. */
    OPTIONAL,
    /** They are, and without a right one there is no connection. */
    REQUIRED
}
