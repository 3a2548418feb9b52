package dev.parley.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects the payload of a control frame, at most 125 bytes (RFC 6455 §5.5), counts them against the clock, and reads the body of a
 * Close frame. Confined to its connection.
 */
final class ControlFrames {
    private static final int MAX_BYTES = 125;

    private static final long SECOND = 1_000_000_000L;

    private byte @Nullable [] pieces;
    private int arrived;
    /** What the newest ping said that was not answered because the peer takes nothing; null for none. */
    private @Nullable ByteBuffer owed;
    /** How many pings of ours were not answered yet. */
    private int unanswered;
    /** Until when the frames so far would have taken at the rate that is allowed; 0 before there was one. */
    private long paidUntil;

    /** We have sent a ping: its pong is welcome. */
    void pinged() {
        unanswered++;
    }

    /**
     * A ping came in and cannot be answered now.
     *
     * <p>RFC 6455 §5.5.3: "If an endpoint receives a Ping frame and has not yet sent Pong frame(s) in response to previous Ping frame(s),
     * the endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame."
     */
    void owe(ByteBuffer payload) {
        ByteBuffer latest = owed == null ? ByteBuffer.allocate(MAX_BYTES) : owed.clear();
        owed = latest.put(payload.duplicate()).flip();
    }

    /** What is owed, from now on no more; null for nothing. */
    @Nullable
    ByteBuffer takeOwed() {
        ByteBuffer latest = owed;
        owed = null;
        return latest;
    }

    /** Counts one that has come in. A peer sets the price of none: each costs us an answer, or at least a look. */
    void count(Opcode opcode, Limits limits, long now) {
        if (opcode == Opcode.PONG && unanswered > 0) {
            unanswered--;
            return;
        }
        if (paidUntil == 0 || paidUntil - now < 0) {
            paidUntil = now;
        }
        paidUntil += SECOND / limits.controlFramesPerSecond();
        // RFC 6455 §10.4: implementations "MUST protect themselves against exceeding those limits."
        if (opcode != Opcode.CLOSE
                && paidUntil - now > limits.controlFrameBurst() * SECOND / limits.controlFramesPerSecond()) {
            throw Violation.TOO_MANY_CONTROL_FRAMES.thrown();
        }
    }

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
