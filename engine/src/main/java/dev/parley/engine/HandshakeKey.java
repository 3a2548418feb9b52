package dev.parley.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The nonce of an opening handshake and the proof that it was understood (RFC 6455 §4.1, §4.2.2). Stateless. */
final class HandshakeKey {
    static final int NONCE_BYTES = 16;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HandshakeKey() {}

    /** Whether this is the base64 of 16 bytes. */
    static boolean isValid(String key) {
        // 16 bytes are always 24 characters; the check on length also keeps a stranger's long text out of the decoder.
        if (key.length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == NONCE_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static String encode(byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("A handshake nonce has 16 bytes.");
        }
        // RFC 6455 §4.1: the value "MUST be a nonce consisting of a randomly selected 16-byte value that has been
        // base64-encoded"
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** The value of {@code Sec-WebSocket-Accept} for a key. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-1.", e);
        }
    }
}
