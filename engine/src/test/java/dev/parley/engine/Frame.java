package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A frame as it stood on the wire, unmasked: read by a second, deliberately naive reading of RFC 6455 §5.2 that shares no
 * code with the engine. Immutable.
 */
record Frame(boolean fin, boolean compressed, Opcode opcode, boolean masked, byte[] payload) {
    private static final int LONGEST_SHOWN = 64;

    /** All of the bytes as frames; it is an error if the last one is unfinished. */
    static List<Frame> all(byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            frames.add(next(in));
        }
        return frames;
    }

    private static Frame next(ByteBuffer in) {
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        // RFC 6455 §5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
        // RFC 6455 §5.2: "frame-rsv2 = %x0 / %x1 1 bit in length, MUST be 0" and "frame-rsv3 = %x0 / %x1 1 bit in
        // length, MUST be 0".
        assertThat(first & 0x30).as("reserved bits that nothing defines").isZero();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.getShort() & 0xFFFF;
            assertThat(length).as("a length in two bytes").isGreaterThan(125);
        } else if (length == 127) {
            length = in.getLong();
            assertThat(length).as("a length in eight bytes").isGreaterThan(65_535);
        }
        byte[] key = new byte[4];
        boolean masked = (second & 0x80) != 0;
        if (masked) {
            in.get(key);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return new Frame((first & 0x80) != 0, (first & 0x40) != 0, Opcode.of(first & 0x0F), masked, payload);
    }

    /** For instance {@code TEXT hello}, {@code CLOSE 1000 bye}, {@code BINARY 00ff}, {@code compressed TEXT caca}. */
    @Override
    public String toString() {
        return (compressed ? "compressed " : "")
                + opcode
                + (fin ? " " : "... ")
                + (opcode == Opcode.CLOSE ? close(payload) : show(opcode, payload));
    }

    /** Text as it is, anything else in hex, and a long payload as its length and hash. */
    static String show(Opcode kind, byte[] payload) {
        if (payload.length > LONGEST_SHOWN) {
            return payload.length + " bytes #" + Integer.toHexString(Arrays.hashCode(payload));
        }
        return kind == Opcode.TEXT
                ? new String(payload, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(payload);
    }

    private static String close(byte[] body) {
        if (body.length == 0) {
            return "without status";
        }
        int code = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        return (code + " " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8)).trim();
    }
}
