package dev.parley.proofs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** How a {@link Reaction} shows what came in. Stateless. */
final class Shown {
    private Shown() {}

    static String text(String text) {
        return "TEXT " + (text.length() > 40 ? text.length() + " chars #" + text.hashCode() : text);
    }

    static String text(ByteBuffer utf8) {
        return text(StandardCharsets.UTF_8.decode(utf8).toString());
    }

    static String binary(ByteBuffer payload) {
        byte[] bytes = bytes(payload);
        return "BINARY "
                + (bytes.length > 40
                        ? bytes.length + " bytes #" + Arrays.hashCode(bytes)
                        : HexFormat.of().formatHex(bytes));
    }

    static String pong(ByteBuffer payload) {
        return "PONG " + HexFormat.of().formatHex(bytes(payload));
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
