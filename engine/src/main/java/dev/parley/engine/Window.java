package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.zip.Inflater;

/**
 * The end of what a peer has said compressed, as far back as it may refer: the LZ77 sliding window of RFC 7692 §7.2.2. Confined to
 * its connection.
 *
 * <p>With it any inflater can go on where another one ended, so none is held for a connection.
 */
final class Window {
    private final byte[] bytes;
    private int length;

    Window(int bits) {
        bytes = new byte[1 << bits];
    }

    /** Adds the bytes from position to limit; the position stays. */
    void add(ByteBuffer said) {
        int added = Math.min(said.remaining(), bytes.length);
        if (added == 0) {
            return;
        }
        int kept = Math.min(length, bytes.length - added);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        said.get(said.limit() - added, bytes, kept, added);
        length = kept + added;
    }

    /** Has an inflater that knows nothing know this. */
    void tell(Inflater inflater) {
        if (length > 0) {
            inflater.setDictionary(bytes, 0, length);
        }
    }
}
