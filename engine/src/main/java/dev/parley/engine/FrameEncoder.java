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
        encode(FIN | opcode.code(), payload);
    }

    /**
     * Adds one frame of a compressed message.
     *
     * @param first whether it begins the message. RFC 7692 §6: "Per-Message Compressed" is bit RSV1 of that frame alone
     */
    void encodeCompressed(Opcode opcode, boolean fin, boolean first, ByteBuffer payload) {
        encode((fin ? FIN : 0) | (first ? RSV1 : 0) | opcode.code(), payload);
    }

    private void encode(int firstByte, ByteBuffer payload) {
        int length = payload.remaining();
        int headerBytes = 2 + extendedLengthBytes(length);
        if (keys == null) {
            // RFC 6455 §5.1: "A server MUST NOT mask any frames that it sends to the client."
            header(outbox.claim(headerBytes), firstByte, length, 0);
            if (length > 0) {
                int position = payload.position();
                outbox.append(payload);
                payload.position(position);
            }
        } else {
            // RFC 6455 §5.1: "a client MUST mask all frames that it sends to the server"
            encodeMasked(firstByte, payload, headerBytes + KEY_BYTES, keys.next());
        }
    }

    private void encodeMasked(int firstByte, ByteBuffer payload, int headerBytes, int key) {
        int length = payload.remaining();
        int done = Math.min(length, MAX_CLAIM_BYTES - headerBytes);
        ByteBuffer out = outbox.claim(headerBytes + done);
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
        out.put((byte) firstByte);
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length <= 0xFFFF) {
            out.put((byte) (mask | 126)).putShort((short) length);
        } else {
            out.put((byte) (mask | 127)).putLong(length);
        }
    }
}
