package dev.parley.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames together (RFC 6455 §5.2), straight into the {@link Outbox}. Confined to its connection.
 *
 * <p>A server's payload is appended as it is; a client's is copied, masked, in pieces of at most {@link #MAX_CLAIM_BYTES}.
 */
final class FrameEncoder {
    static final int MAX_CLAIM_BYTES = 16 * 1024;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASK = 0x80;
    private static final int KEY_BYTES = 4;

    /** Null at a server, which must not mask. */
    private final @Nullable MaskingKeys keys;

    private final Outbox outbox;

    FrameEncoder(@Nullable MaskingKeys keys, Outbox outbox) {
        this.keys = keys;
        this.outbox = outbox;
    }

    /** Adds a message or a control frame: one frame with all of the payload, whose position stays. */
    void encode(Opcode opcode, ByteBuffer payload) {
        // RFC 6455 §5.4: "Control frames themselves MUST NOT be fragmented."
        encode(FIN | opcode.code(), payload);
    }

    /**
     * Adds one frame of a compressed message.
     *
     * <p>RFC 7692 §6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames and non-first fragments
     * of a data message."
     *
     * @param first whether it begins the message, and so has that bit, which is RSV1
     */
    void encodeCompressed(Opcode opcode, boolean fin, boolean first, ByteBuffer payload) {
        // RFC 6455 §6.1: "The FIN bit (frame-fin) of the last frame containing the data MUST be set to 1" and "The
        // opcode (frame-opcode) of the first frame containing the data MUST be set to the appropriate value"
        encode((fin ? FIN : 0) | (first ? RSV1 : 0) | opcode.code(), payload);
    }

    /** Adds a part of a message that is not compressed: {@code opcode} is its kind in the first one. */
    void encodePart(Opcode opcode, boolean fin, ByteBuffer payload) {
        encode((fin ? FIN : 0) | opcode.code(), payload);
    }

    /** Whether what goes out is masked, with another key each time. */
    boolean isMasking() {
        return keys != null;
    }

    /** Adds frames that were put together before, for any number of connections; the position stays. */
    void add(ByteBuffer frames) {
        append(frames);
    }

    /** The bytes are left as they were, also where the outbox fails: others may be to get the same ones. */
    private void append(ByteBuffer bytes) {
        int position = bytes.position();
        int limit = bytes.limit();
        try {
            outbox.append(bytes);
        } finally {
            bytes.limit(limit).position(position);
        }
    }

    private void encode(int firstByte, ByteBuffer payload) {
        // RFC 6455 §6.1: "An endpoint MUST encapsulate the /data/ in a WebSocket frame as defined in Section 5.2."
        int length = payload.remaining();
        int headerBytes = 2 + extendedLengthBytes(length);
        if (keys == null) {
            // RFC 6455 §5.1: "A server MUST NOT mask any frames that it sends to the client."
            header(outbox.claim(headerBytes), firstByte, length, 0);
            if (length > 0) {
                append(payload);
            }
        } else {
            // RFC 6455 §5.1: "a client MUST mask all frames that it sends to the server"
            // RFC 6455 §6.1: "If the data is being sent by the client, the frame(s) MUST be masked as defined in
            // Section 5.3."
            // RFC 6455 §5.3: "the client MUST pick a fresh masking key from the set of allowed 32-bit values."
            encodeMasked(firstByte, payload, headerBytes + KEY_BYTES, keys.next());
        }
    }

    private void encodeMasked(int firstByte, ByteBuffer payload, int headerBytes, int key) {
        int length = payload.remaining();
        int done = Math.min(length, MAX_CLAIM_BYTES - headerBytes);
        ByteBuffer out = outbox.claim(headerBytes + done);
        // RFC 6455 §5.3: "A masked frame MUST have the field frame-masked set to 1, as defined in Section 5.2."
        header(out, firstByte, length, MASK);
        out.putInt(key);
        Masking.copy(key, payload.slice(payload.position(), done), out);
        while (done < length) {
            int more = Math.min(length - done, MAX_CLAIM_BYTES);
            Masking.copy(Masking.at(key, done), payload.slice(payload.position() + done, more), outbox.claim(more));
            done += more;
        }
    }

    private static int extendedLengthBytes(int length) {
        return length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
    }

    private static void header(ByteBuffer out, int firstByte, int length, int mask) {
        // RFC 6455 §5.2: "frame-rsv1 = %x0 / %x1 1 bit in length, MUST be 0 unless negotiated otherwise", "frame-rsv2 =
        // %x0 / %x1 1 bit in length, MUST be 0 unless negotiated otherwise" and "frame-rsv3 = %x0 / %x1 1 bit in
        // length, MUST be 0 unless negotiated otherwise"
        out.put((byte) firstByte);
        // RFC 6455 §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length"
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length <= 0xFFFF) {
            out.put((byte) (mask | 126)).putShort((short) length);
        } else {
            out.put((byte) (mask | 127)).putLong(length);
        }
    }
}
