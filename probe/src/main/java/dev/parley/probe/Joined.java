package dev.parley.probe;

import java.io.ByteArrayOutputStream;

/** Several pieces of bytes as one. */
final class Joined {
    private Joined() {}

    static byte[] of(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
