package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A frame, sent or received (RFC 6455 §5.2): its first byte in parts, and its payload unmasked. It need not be a legal one.
 *
 * @param reserved the three reserved bits: 4 for RSV1, 2 for RSV2, 1 for RSV3
 */
record Frame(boolean fin, int reserved, int opcode, byte[] payload) implements Event {
    static final int RSV1 = 4;

    static Frame text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame text(byte[] payload) {
        return of(Opcodes.TEXT, payload);
    }

    static Frame binary(byte[] payload) {
        return of(Opcodes.BINARY, payload);
    }

    static Frame continuation(byte[] payload) {
        return of(Opcodes.CONTINUATION, payload);
    }

    static Frame continuation(String text) {
        return continuation(text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame ping(String text) {
        return of(Opcodes.PING, text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame pong(String text) {
        return of(Opcodes.PONG, text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame close(byte[] body) {
        return of(Opcodes.CLOSE, body);
    }

    static Frame close(int code) {
        return close(code, new byte[0]);
    }

    static Frame close(int code, String reason) {
        return close(code, reason.getBytes(StandardCharsets.UTF_8));
    }

    static Frame close(int code, byte[] reason) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(code >> 8);
        body.write(code);
        body.writeBytes(reason);
        return close(body.toByteArray());
    }

    static Frame of(int opcode, byte[] payload) {
        return new Frame(true, 0, opcode, payload);
    }

    /** The same without FIN. */
    Frame unfinished() {
        return new Frame(false, reserved, opcode, payload);
    }

    Frame withReserved(int bits) {
        return new Frame(fin, bits, opcode, payload);
    }

    boolean isControl() {
        return Opcodes.isControl(opcode);
    }

    boolean is(int kind) {
        return opcode == kind;
    }

    /** The payload as text, whatever it is. */
    String string() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The status code of a Close frame, or 0 if its body has none. */
    int closeCode() {
        return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    /** The reason of a Close frame. */
    byte[] closeReason() {
        return payload.length < 2 ? new byte[0] : Arrays.copyOfRange(payload, 2, payload.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame that
                && fin == that.fin
                && reserved == that.reserved
                && opcode == that.opcode
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * opcode + Arrays.hashCode(payload);
    }

    /** For sentences: "a text frame of 5 bytes", "a close frame with 1002". */
    @Override
    public String toString() {
        String kind = "a " + Opcodes.word(opcode) + " frame";
        if (is(Opcodes.CLOSE) && payload.length >= 2) {
            String reason = new String(closeReason(), StandardCharsets.UTF_8);
            return kind + " with " + closeCode() + (reason.isEmpty() ? "" : " \"" + Quoted.of(reason) + "\"");
        }
        return kind + (fin ? "" : " without FIN") + " of " + payload.length + " bytes";
    }
}
