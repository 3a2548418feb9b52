package dev.parley.probe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8 (RFC 3629), as the JDK judges it. */
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        try {
            // A new decoder reports what is malformed; it replaces nothing.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
