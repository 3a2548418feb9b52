package dev.parley.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Puts together the bytes that a peer sends, whether an engine would send them or not. Frames are masked if the peer is a
 * client, each with a key of its own.
 */
final class Wire {
    static final int FIN = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private final boolean masked;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int key = 0x37FA_213D;

    private Wire(boolean masked) {
        this.masked = masked;
    }

    /** What is sent to an endpoint of this role. */
    static Wire to(Role receiver) {
        return new Wire(receiver == Role.SERVER);
    }

    Wire text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    Wire binary(byte[] payload) {
        return frame(FIN | BINARY, payload);
    }

    Wire ping(String payload) {
        return frame(FIN | PING, utf8(payload));
    }

    Wire pong(String payload) {
        return frame(FIN | PONG, utf8(payload));
    }

    Wire close() {
        return frame(FIN | CLOSE, new byte[0]);
    }

    Wire close(int code, String reason) {
        return close(code, utf8(reason));
    }

    Wire close(int code, byte[] reason) {
        return frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    /** A frame in its shortest form. */
    Wire frame(int first, byte[] payload) {
        return header(first, payload.length).payload(payload);
    }

    Wire frame(int first, String payload) {
        return frame(first, utf8(payload));
    }

    /** The first byte, the mask bit and the length in its shortest form; no masking key yet. */
    Wire header(int first, long length) {
        return header(first, length, length >= 0 && length < 126 ? 0 : length >= 0 && length <= 0xFFFF ? 2 : 8);
    }

    /** As {@link #header(int, long)}, with the length in 0, 2 or 8 further bytes whether that is the shortest or not. */
    Wire header(int first, long length, int lengthBytes) {
        int mask = masked ? 0x80 : 0;
        bytes.write(first);
        bytes.write(mask | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        for (int shift = 8 * lengthBytes - 8; shift >= 0; shift -= 8) {
            bytes.write((int) (length >>> shift));
        }
        return this;
    }

    /** The masking key if there is to be one, and the payload, masked with it. */
    Wire payload(byte[] payload) {
        byte[] sent = payload.clone();
        if (masked) {
            key = key * 0x0019_660D + 0x3C6E_F35F;
            byte[] keyBytes = ByteBuffer.allocate(4).putInt(key).array();
            bytes.writeBytes(keyBytes);
            for (int i = 0; i < sent.length; i++) {
                sent[i] ^= keyBytes[i % 4];
            }
        }
        bytes.writeBytes(sent);
        return this;
    }

    /** Bytes as they are, in hex; blanks are for the reader. */
    Wire hex(String hex) {
        return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    Wire raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that differ from their neighbours, and no two runs of which are alike for long. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 8) * 7);
        }
        return bytes;
    }
}
