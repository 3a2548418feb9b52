package dev.parley.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A second, deliberately naive reading of what an endpoint without compression makes of the bytes it received (RFC 6455 §5,
 * §7, §8.1): all of them at once, and each rule where the text has it. It shares no code with the engine.
 */
final class NaiveReceiver {
    private static final String CUT_SHORT = "Lost";

    private final Role role;
    private final Limits limits;
    private final ByteBuffer in;
    private final List<String> events = new ArrayList<>();

    private int kind;
    private long declared;
    private int frames;
    private int emptyInARow;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private NaiveReceiver(Role role, Limits limits, byte[] bytes) {
        this.role = role;
        this.limits = limits;
        this.in = ByteBuffer.wrap(bytes);
    }

    /** What the handler is told, as {@link Recorder} has it; the last line is how it ended. */
    static List<String> read(Role role, Limits limits, byte[] bytes) {
        NaiveReceiver receiver = new NaiveReceiver(role, limits, bytes);
        String end = "";
        while (end.isEmpty()) {
            end = receiver.frame();
        }
        receiver.events.add("end " + end);
        return receiver.events;
    }

    /** Reads a frame; returns how the connection ended, or nothing if it goes on. */
    private String frame() {
        if (!in.hasRemaining()) {
            return CUT_SHORT;
        }
        int first = in.get() & 0xFF;
        int opcode = first & 0x0F;
        boolean fin = first >= 0x80;
        if ((first & 0x70) != 0) {
            return failed(Violation.RESERVED_BIT_SET);
        }
        if (opcode > 10 || opcode > 2 && opcode < 8) {
            return failed(Violation.UNKNOWN_OPCODE);
        }
        if (opcode >= 8 && !fin) {
            return failed(Violation.CONTROL_FRAGMENTED);
        }
        if (opcode == 0 && kind == 0) {
            return failed(Violation.CONTINUATION_WITHOUT_START);
        }
        if (opcode > 0 && opcode < 8 && kind != 0) {
            return failed(Violation.MESSAGE_INTERRUPTED);
        }
        if (!in.hasRemaining()) {
            return CUT_SHORT;
        }
        int second = in.get() & 0xFF;
        if (second >= 0x80 != (role == Role.SERVER)) {
            return failed(role == Role.SERVER ? Violation.FRAME_NOT_MASKED : Violation.FRAME_MASKED);
        }
        return opcode >= 8 ? control(opcode, second & 0x7F) : data(opcode, fin, second & 0x7F);
    }

    private String control(int opcode, int length) {
        if (length > 125) {
            return failed(Violation.CONTROL_TOO_LONG);
        }
        boolean keyIsThere = role == Role.CLIENT || in.remaining() >= 4;
        byte[] payload = payload(length);
        if (!keyIsThere || payload.length < length) {
            return CUT_SHORT;
        }
        if (opcode == 9) {
            events.add("got PING " + Frame.show(Opcode.PING, payload));
        } else if (opcode == 10) {
            events.add("got PONG " + Frame.show(Opcode.PONG, payload));
        } else {
            return close(payload);
        }
        return "";
    }

    private String close(byte[] payload) {
        if (payload.length == 1) {
            return failed(Violation.CLOSE_BODY_TOO_SHORT);
        }
        int code = payload.length == 0 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        boolean registered = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014;
        if (payload.length > 0 && !registered && (code < 3000 || code > 4999)) {
            return failed(Violation.CLOSE_CODE_INVALID);
        }
        byte[] reason = payload.length == 0 ? payload : Arrays.copyOfRange(payload, 2, payload.length);
        if (!isUtf8(reason, true)) {
            return failed(Violation.CLOSE_REASON_NOT_UTF8);
        }
        String said = (code + " " + new String(reason, StandardCharsets.UTF_8)).trim();
        events.add("closing " + said);
        return "Clean " + said;
    }

    private String data(int opcode, boolean fin, int shortLength) {
        int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        long length = lengthBytes == 0 ? shortLength : 0;
        for (int i = 0; i < lengthBytes; i++) {
            if (!in.hasRemaining()) {
                return CUT_SHORT;
            }
            int b = in.get() & 0xFF;
            if (lengthBytes == 8 && i == 0 && b >= 0x80) {
                return failed(Violation.LENGTH_NEGATIVE);
            }
            length = length * 256 + b;
        }
        if (lengthBytes == 2 && length < 126 || lengthBytes == 8 && length < 65_536) {
            return failed(Violation.LENGTH_NOT_MINIMAL);
        }
        kind = opcode == 0 ? kind : opcode;
        if (length > limits.maxMessageBytes() || declared + length > limits.maxMessageBytes()) {
            return failed(Violation.MESSAGE_TOO_BIG);
        }
        declared += length;
        frames++;
        emptyInARow = length == 0 ? emptyInARow + 1 : 0;
        if (!fin && emptyInARow > limits.maxEmptyFragmentsInARow()) {
            return failed(Violation.EMPTY_FRAGMENTS);
        }
        if (frames > limits.freeFragments() && declared / (double) frames < limits.minMeanFragmentBytes()) {
            return failed(Violation.FRAGMENTS_TOO_SMALL);
        }
        boolean keyIsThere = role == Role.CLIENT || in.remaining() >= 4;
        byte[] payload = payload((int) length);
        message.writeBytes(payload);
        boolean whole = keyIsThere && payload.length == length;
        if (kind == 1 && !isUtf8(message.toByteArray(), whole && fin)) {
            return failed(Violation.TEXT_NOT_UTF8);
        }
        if (!whole) {
            return CUT_SHORT;
        }
        if (fin) {
            Opcode delivered = kind == 1 ? Opcode.TEXT : Opcode.BINARY;
            events.add("got " + delivered + " " + Frame.show(delivered, message.toByteArray()));
            kind = 0;
            declared = 0;
            frames = 0;
            emptyInARow = 0;
            message.reset();
        }
        return "";
    }

    /** As much of it as there is, unmasked. */
    private byte[] payload(int length) {
        byte[] key = new byte[4];
        if (role == Role.SERVER) {
            in.get(key, 0, Math.min(4, in.remaining()));
        }
        byte[] payload = new byte[Math.min(length, in.remaining())];
        in.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    private static boolean isUtf8(byte[] bytes, boolean whole) {
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), whole);
        return !result.isError();
    }

    private static String failed(Violation violation) {
        return "Failed " + violation;
    }
}
