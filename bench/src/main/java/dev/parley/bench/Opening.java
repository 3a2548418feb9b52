package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The opening handshake (RFC 6455 §4.1), which is the same for all connections. Immutable. */
final class Opening {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] KEY = "parley load 0123".getBytes(StandardCharsets.US_ASCII);
    private static final String OFFER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final int LONGEST = 16 * 1024;

    private final byte[] request;
    private final boolean compressed;

    Opening(Load load) {
        String key = Base64.getEncoder().encodeToString(KEY);
        String path = load.server().getRawPath();
        String query = load.server().getRawQuery();
        compressed = load.payload().compressed();
        request = ("GET " + (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query)
                        + " HTTP/1.1\r\nHost: " + load.server().getRawAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: " + key
                        + (compressed ? "\r\nSec-WebSocket-Extensions: " + OFFER : "") + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    ByteBuf request() {
        return Unpooled.wrappedBuffer(request);
    }

    /**
     * Takes an answer, up to its end.
     *
     * @return whether it has come in whole
     * @throws IllegalStateException if it opens no connection, or not such a one, with the reason
     */
    boolean isAnswered(ByteBuf in) {
        int length = length(in);
        if (length < 0) {
            if (in.readableBytes() > LONGEST) {
                throw new IllegalStateException("the answer to the opening request does not end");
            }
            return false;
        }
        String head = in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        String status = head.lines().findFirst().orElse("");
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IllegalStateException("the server does not speak WebSocket there: " + status);
        }
        if (!field(head, "sec-websocket-accept").equals(accept())) {
            throw new IllegalStateException("the server computed Sec-WebSocket-Accept wrongly");
        }
        boolean agreed = field(head, "sec-websocket-extensions").startsWith("permessage-deflate");
        if (agreed != compressed) {
            throw new IllegalStateException(
                    compressed
                            ? "the server declines to compress"
                            : "the server compresses, which it was not asked to");
        }
        return true;
    }

    private static int length(ByteBuf in) {
        int start = in.readerIndex();
        for (int i = start; i + 3 < in.writerIndex(); i++) {
            if (in.getInt(i) == 0x0D0A0D0A) {
                return i + 4 - start;
            }
        }
        return -1;
    }

    private static String field(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String accept() {
        try {
            String key = Base64.getEncoder().encodeToString(KEY) + GUID;
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every Java has it
        }
    }
}
