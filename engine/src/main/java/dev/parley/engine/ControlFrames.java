package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects the payload of a control frame, at most 125 bytes (RFC 6455 §5.5), and reads the body of a Close frame.
 * Confined to its connection.
 */
final class ControlFrames {
    private static final int MAX_BYTES = 125;

    private byte @Nullable [] pieces;
    private int arrived;

    /** Takes the next piece; returns the whole payload when this was the last one, and null before that. */
    @Nullable
    ByteBuffer collect(ByteBuffer piece, boolean last) {
        if (last && arrived == 0) {
            return piece;
        }
        if (pieces == null) {
            pieces = new byte[MAX_BYTES];
        }
        int length = piece.remaining();
        piece.get(pieces, arrived, length);
        arrived += length;
        if (!last) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.wrap(pieces, 0, arrived);
        pieces = null;
        arrived = 0;
        return whole;
    }

    /** Reads what a peer's Close frame says. */
    static Close close(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return Close.WITHOUT_STATUS;
        }
        // RFC 6455 §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
        if (body.remaining() == 1) {
            throw Violation.CLOSE_BODY_TOO_SHORT.thrown();
        }
        int code = (body.get() & 0xFF) << 8 | body.get() & 0xFF;
        if (!Close.isOnTheWire(code)) {
            throw Violation.CLOSE_CODE_INVALID.thrown();
        }
        // RFC 6455 §8.1: "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is
        // not, in fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
        Utf8Validator utf8 = new Utf8Validator();
        if (!utf8.accepts(body) || !utf8.isComplete()) {
            throw Violation.CLOSE_REASON_NOT_UTF8.thrown();
        }
        return new Close(code, StandardCharsets.UTF_8.decode(body).toString());
    }

    /** The body of the Close frame that says this; empty for {@link Close#WITHOUT_STATUS}. */
    static ByteBuffer body(Close close) {
        if (close.code() == Close.NO_STATUS) {
            return ByteBuffer.allocate(0);
        }
        byte[] reason = close.reason().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + reason.length)
                .putShort((short) close.code())
                .put(reason)
                .flip();
    }
}
