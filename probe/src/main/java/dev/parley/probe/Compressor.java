package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses messages as permessage-deflate does (RFC 7692 §7.2.1), each by itself. */
final class Compressor {
    private static final int TAIL_BYTES = 4;

    private Compressor() {}

    static byte[] compress(byte[] message) {
        return compress(message, Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY, 15);
    }

    /**
     * @param bits base-2 logarithm of the window. The JDK's deflater always uses 32 KiB; but it never refers back over a full
     *     flush, so one after as many bytes as the window has keeps the promise
     */
    static byte[] compress(byte[] message, int level, int strategy, int bits) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setStrategy(strategy);
            // The first call after a change of strategy does that, and nothing else.
            deflater.deflate(new byte[1], 0, 1, Deflater.NO_FLUSH);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int step = bits == 15 ? Math.max(1, message.length) : 1 << bits;
            for (int from = 0; from < message.length; from += step) {
                deflater.setInput(message, from, Math.min(step, message.length - from));
                drain(deflater, out, from + step < message.length ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
            }
            return withoutTail(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /** So many MiB of zeros, compressed as far as it goes: about a thousandth. */
    static byte[] zeros(int mebibytes) {
        Deflater deflater = new Deflater(9, true);
        try {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            deflater.setInput(new byte[1 << 20]);
            drain(deflater, one, Deflater.FULL_FLUSH);
            // After a full flush nothing refers back, so the same bytes can follow once more.
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < mebibytes; i++) {
                all.writeBytes(one.toByteArray());
            }
            return withoutTail(all.toByteArray());
        } finally {
            deflater.end();
        }
    }

    private static void drain(Deflater deflater, ByteArrayOutputStream out, int flush) {
        byte[] buffer = new byte[8192];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, count);
        } while (count > 0);
    }

    private static byte[] withoutTail(byte[] flushed) {
        // RFC 7692 §7.2.3.6: an empty message is one byte, the rest of an empty block.
        return flushed.length < TAIL_BYTES ? new byte[1] : Arrays.copyOf(flushed, flushed.length - TAIL_BYTES);
    }
}
