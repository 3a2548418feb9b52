package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes the bytes of frames apart (RFC 6455 §5.2), however they are cut, and refuses what no frame may be at the first byte
 * that shows it. It keeps no payload: that goes on, unmasked in place, as it arrives. Confined to its connection.
 *
 * <pre>
 *   FIRST ─▶ SECOND ─┬─────────────▶ KEY ─▶ PAYLOAD ─▶ FIRST      (KEY only from a client)
 *                    └─▶ LENGTH ────▲
 * </pre>
 */
final class FrameDecoder {
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int RSV1 = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int MASK = 0x80;
    private static final int LENGTH_7 = 0x7F;
    private static final int LENGTH_FOLLOWS_IN_2_BYTES = 126;
    private static final int LENGTH_FOLLOWS_IN_8_BYTES = 127;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int LONGEST_HEADER = 14;

    private enum Stage {
        FIRST,
        SECOND,
        LENGTH,
        KEY,
        PAYLOAD
    }

    private final boolean masked;
    private final boolean compression;
    private final FrameSink sink;

    private Stage stage = Stage.FIRST;
    private boolean control;
    private boolean stopped;
    private boolean wanted = true;
    /** How many bytes of the length or the key are still to come. */
    private int owed;

    /** The smallest length that needs as many bytes as the length at hand takes. */
    private long shortest;

    private long length;
    private int key;
    /** How many bytes of the payload have gone on. */
    private long passed;

    /**
     * @param receiver the role of the endpoint that decodes: a server takes only masked frames, a client only unmasked
     * @param compression whether permessage-deflate was agreed on, which gives RSV1 its meaning
     */
    FrameDecoder(Role receiver, boolean compression, FrameSink sink) {
        this.masked = receiver == Role.SERVER;
        this.compression = compression;
        this.sink = sink;
    }

    /** Takes all bytes, or as many as are wanted; after {@link #stop} it looks at none of them. */
    void decode(ByteBuffer in) {
        // RFC 6455 §6.2: "Incoming data MUST be parsed as WebSocket frames as defined in Section 5.2."
        while (!stopped && wanted && (readWholeHeader(in) || readHeader(in)) && readPayload(in)) {
            // the next frame
        }
        if (stopped) {
            in.position(in.limit());
        }
    }

    /** Whether to go on after the frame at hand. */
    void reading(boolean wanted) {
        this.wanted = wanted;
    }

    boolean isReading() {
        return wanted;
    }

    /** Looks at nothing further: neither the rest of these bytes nor later ones. */
    void stop() {
        stopped = true;
    }

    /** How many bytes are still to come of the payload that is under way, if it is that of a data frame, else 0. */
    long owedPayload() {
        return stage == Stage.PAYLOAD && !control && !stopped ? length - passed : 0;
    }

    /** The same as {@link #readHeader}, for the usual case that all of it is there; false if it may not be. */
    private boolean readWholeHeader(ByteBuffer in) {
        if (stage != Stage.FIRST || in.remaining() < LONGEST_HEADER) {
            return false;
        }
        int at = in.position();
        first(in.get(at++) & 0xFF);
        second(in.get(at++) & 0xFF);
        while (stage == Stage.LENGTH) {
            length(in.get(at++) & 0xFF);
        }
        if (stage == Stage.KEY) {
            int bytes = in.getInt(at);
            key = in.order() == ByteOrder.BIG_ENDIAN ? bytes : Integer.reverseBytes(bytes);
            at += Integer.BYTES;
            stage = Stage.PAYLOAD;
        }
        in.position(at);
        return true;
    }

    /** Returns whether the header is complete. */
    private boolean readHeader(ByteBuffer in) {
        while (stage != Stage.PAYLOAD) {
            if (!in.hasRemaining()) {
                return false;
            }
            int b = in.get() & 0xFF;
            switch (stage) {
                case FIRST -> first(b);
                case SECOND -> second(b);
                case LENGTH -> length(b);
                case KEY -> key(b);
                default -> throw new AssertionError(stage);
            }
        }
        return true;
    }

    private void first(int b) {
        // RFC 6455 §5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values. If a
        // nonzero value is received and none of the negotiated extensions defines the meaning of such a nonzero value,
        // the receiving endpoint MUST _Fail the WebSocket Connection_."
        // RFC 7692 §6.1: "An endpoint MUST NOT set the 'Per-Message Compressed' bit of control frames and non-first
        // fragments of a data message. An endpoint receiving such a frame MUST _Fail the WebSocket Connection_."
        boolean compressed = compression && (b & RESERVED) == RSV1 && Opcode.isMessage(b & OPCODE);
        if (!compressed && (b & RESERVED) != 0) {
            throw Violation.RESERVED_BIT_SET.thrown();
        }
        Opcode opcode = Opcode.of(b & OPCODE);
        boolean fin = (b & FIN) != 0;
        control = opcode.isControl();
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
        // fragmented."
        if (control && !fin) {
            throw Violation.CONTROL_FRAGMENTED.thrown();
        }
        sink.onOpcode(opcode, fin, compressed);
        stage = Stage.SECOND;
    }

    private void second(int b) {
        boolean isMasked = (b & MASK) != 0;
        if (isMasked != masked) {
            // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not masked." and "A
            // client MUST close a connection if it detects a masked frame."
            throw (masked ? Violation.FRAME_NOT_MASKED : Violation.FRAME_MASKED).thrown();
        }
        length = b & LENGTH_7;
        if (control && length > MAX_CONTROL_BYTES) {
            throw Violation.CONTROL_TOO_LONG.thrown();
        }
        if (length < LENGTH_FOLLOWS_IN_2_BYTES) {
            lengthIsKnown();
        } else {
            owed = length == LENGTH_FOLLOWS_IN_2_BYTES ? 2 : 8;
            length = 0;
            stage = Stage.LENGTH;
            shortest = owed == 2 ? LENGTH_FOLLOWS_IN_2_BYTES : 0x1_0000;
        }
    }

    private void length(int b) {
        // RFC 6455 §5.2, of the 64-bit length: "the most significant bit MUST be 0"
        if (owed == 8 && b >= 0x80) {
            throw Violation.LENGTH_NEGATIVE.thrown();
        }
        length = length << 8 | b;
        if (--owed == 0) {
            // RFC 6455 §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length"
            if (length < shortest) {
                throw Violation.LENGTH_NOT_MINIMAL.thrown();
            }
            lengthIsKnown();
        }
    }

    private void lengthIsKnown() {
        sink.onLength(length);
        key = 0;
        passed = 0;
        owed = 4;
        stage = masked ? Stage.KEY : Stage.PAYLOAD;
    }

    private void key(int b) {
        key = key << 8 | b;
        if (--owed == 0) {
            stage = Stage.PAYLOAD;
        }
    }

    /** Returns whether the payload is complete. */
    private boolean readPayload(ByteBuffer in) {
        int start = in.position();
        int end = in.limit();
        int stop = (int) Math.min(end, start + (length - passed));
        if (start == stop && length != 0) {
            return false;
        }
        if (masked) {
            // RFC 6455 §6.2: "A server MUST remove masking for data frames received from a client as described in
            // Section 5.3."
            Masking.apply(Masking.at(key, passed), in, start, stop);
        }
        passed += stop - start;
        boolean last = passed == length;
        if (last) {
            stage = Stage.FIRST;
        }
        in.limit(stop);
        try {
            sink.onPayload(in, last);
        } finally {
            // Also when a handler threw: the frame is done with, and the next one begins here.
            in.limit(end).position(stop);
        }
        return last;
    }
}
