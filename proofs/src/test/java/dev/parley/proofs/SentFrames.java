package dev.parley.proofs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bytes that an implementation sent, read as frames. Confined to a test. */
final class SentFrames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(ByteBuffer more) {
        while (more.hasRemaining()) {
            bytes.write(more.get());
        }
    }

    /** The bytes so far, which are not frames, and are forgotten. */
    byte[] takeHead() {
        byte[] head = bytes.toByteArray();
        bytes.reset();
        return head;
    }

    /** Control frames alone are sent here, so lengths are short. */
    List<String> read() {
        List<String> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
        while (in.hasRemaining()) {
            int first = in.get() & 0xFF;
            int second = in.get() & 0xFF;
            byte[] key = new byte[4];
            if (second >= 0x80) {
                in.get(key);
            }
            byte[] payload = new byte[second & 0x7F];
            in.get(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i % 4];
            }
            frames.add(show(first, payload));
        }
        return frames;
    }

    private static String show(int first, byte[] payload) {
        // Netty answers with the reserved bits that it was asked with.
        return switch (first & 0x8F) {
            case 0x88 -> "CLOSE " + (payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
            case 0x8A -> "PONG " + HexFormat.of().formatHex(payload);
            default -> throw new AssertionError("sent a frame that begins with " + first);
        };
    }
}
