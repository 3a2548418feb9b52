package dev.parley.client;

/** As what binary messages are handed to listeners (WHATWG WebSockets standard §3.1). Immutable. */
public enum BinaryType {
    /** As a {@link Blob}. */
    BLOB,
    /** As a {@link java.nio.ByteBuffer}, big-endian, of which the listener may do what it likes. */
    ARRAYBUFFER
}
