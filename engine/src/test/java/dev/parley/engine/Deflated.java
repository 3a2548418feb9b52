package dev.parley.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/** Compressed messages as a peer may send them, and agreements to do so, made without the engine. */
final class Deflated {
    static final int RSV1 = 0x40;

    /** Each message for itself; everything is compressed, so that short tests test something. */
    static final Agreement ALONE = agreement(false, 15);

    /** Messages may refer to earlier ones. */
    static final Agreement WITH_CONTEXT = agreement(true, 15);

    /** Marked as the last, and cut so that the six bytes that are fed after each message make codes, and its end. */
    static final byte[] LAST_BLOCK_CUT_SHORT = HexFormat.of().parseHex("f348cdc9c93b20636c69656e745f6e");

    /** Marked as the last, and cut so that the four bytes that the receiver appends make codes, and just its end. */
    static final byte[] LAST_BLOCK_THAT_TAKES_THE_TAIL =
            HexFormat.of().parseHex("05e08196244992244902128b9a4756cfdeff7fee3d");

    private static final int TAIL_BYTES = 4;

    private Deflated() {}

    static Agreement agreement(boolean context, int windowBits) {
        return agreement(new Deflate(context, context, 15, windowBits, 0, 6));
    }

    static Agreement agreement(Deflate deflate) {
        return new Agreement(List.of(), Optional.of(deflate));
    }

    /** A message compressed for itself (RFC 7692 §7.2.1). */
    static byte[] message(byte[] plain) {
        return next(new Deflater(6, true), plain);
    }

    static byte[] message(String plain) {
        return message(Wire.utf8(plain));
    }

    /** The next message of a stream that refers back. */
    static byte[] next(Deflater deflater, byte[] plain) {
        byte[] flushed = flushed(deflater, plain);
        return Arrays.copyOf(flushed, flushed.length - TAIL_BYTES);
    }

    private static byte[] flushed(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        int n;
        do {
            n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, n);
        } while (n == buffer.length);
        return out.toByteArray();
    }

    /** The frames' payloads put together, as the receiver appends the tail to them. */
    static byte[] withTail(byte[] message) {
        byte[] whole = Arrays.copyOf(message, message.length + TAIL_BYTES);
        whole[message.length + 2] = (byte) 0xFF;
        whole[message.length + 3] = (byte) 0xFF;
        return whole;
    }
}
