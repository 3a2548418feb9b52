package dev.parley.proofs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The heads of an opening handshake's two messages (RFC 6455 §4), written down by hand. Stateless. */
final class Heads {
    private static final String KEY_FIELD = "sec-websocket-key: ";

    private Heads() {}

    static byte[] request(boolean deflate) {
        return bytes("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + extensions(deflate));
    }

    /** The answer to this request. */
    static byte[] answer(byte[] request, boolean deflate) {
        return bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(new String(request, StandardCharsets.US_ASCII)) + "\r\n"
                + extensions(deflate));
    }

    private static String extensions(boolean deflate) {
        return (deflate ? "Sec-WebSocket-Extensions: " + Implementation.DEFLATE + "\r\n" : "") + "\r\n";
    }

    private static String accept(String request) {
        String line = request.lines()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(KEY_FIELD))
                .findFirst()
                .orElseThrow();
        String key = line.substring(KEY_FIELD.length()).trim();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest(bytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
