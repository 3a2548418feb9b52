package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Puts frames into bytes (RFC 6455 §5.2), the impossible ones as well. Immutable. */
final class FrameWriter {
    /** How many bytes of the header hold the length. */
    enum Width {
        IN_THE_SECOND_BYTE,
        IN_2_BYTES,
        IN_8_BYTES;

        /** The only legal one. */
        static Width minimal(long length) {
            if (length >= 0 && length <= 125) {
                return IN_THE_SECOND_BYTE;
            }
            return length >= 0 && length <= 0xFFFF ? IN_2_BYTES : IN_8_BYTES;
        }
    }

    private final boolean masks;
    private final IntSupplier keys;

    private FrameWriter(boolean masks, IntSupplier keys) {
        this.masks = masks;
        this.keys = keys;
    }

    /** Writes frames as the probe must: masked to a server, and not to a client. */
    static FrameWriter to(Role peer) {
        return new FrameWriter(
                peer == Role.SERVER, () -> ThreadLocalRandom.current().nextInt());
    }

    /** Masks where it must not, and does not where it must. */
    FrameWriter wronglyMasking() {
        return new FrameWriter(!masks, keys);
    }

    /** Masks with this key alone, if it masks. */
    FrameWriter withKey(int key) {
        return new FrameWriter(masks, () -> key);
    }

    byte[] write(Frame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            all.writeBytes(write(frame, Width.minimal(frame.payload().length), frame.payload().length));
        }
        return all.toByteArray();
    }

    byte[] write(Frame frame, Width width) {
        return write(frame, width, frame.payload().length);
    }

    /** The frame with a header that declares this length, whatever the payload has. */
    byte[] declaring(Frame frame, long length) {
        return write(frame, Width.minimal(length), length);
    }

    byte[] write(Frame frame, Width width, long declared) {
        byte[] payload = frame.payload();
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        out.put((byte) ((frame.fin() ? 0x80 : 0) | frame.reserved() << 4 | frame.opcode()));
        int mask = masks ? 0x80 : 0;
        switch (width) {
            case IN_THE_SECOND_BYTE -> out.put((byte) (mask | (int) declared));
            case IN_2_BYTES -> out.put((byte) (mask | 126)).putShort((short) declared);
            case IN_8_BYTES -> out.put((byte) (mask | 127)).putLong(declared);
        }
        if (masks) {
            int key = keys.getAsInt();
            out.putInt(key);
            for (int i = 0; i < payload.length; i++) {
                out.put((byte) (payload[i] ^ key >>> 24 - 8 * (i & 3)));
            }
        } else {
            out.put(payload);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
