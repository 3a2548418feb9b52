package dev.parley.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/** Frames as a server sends them, and ways to cut them. Stateless. */
final class ServerFrames {
    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int BINARY_BEGINS = 0x02;
    static final int GOES_ON = 0x00;
    static final int ENDS = 0x80;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;
    static final int COMPRESSED = 0x40;

    private ServerFrames() {}

    /** A frame without a mask, of the shortest form. */
    static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 0x1_0000) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** As permessage-deflate has it: without the last four bytes of the empty block. */
    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length * 2 + 64];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return java.util.Arrays.copyOf(out, length - 4);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The same bytes whole, one by one, and cut at random. */
    static List<List<byte[]>> cuts(byte[] bytes) {
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(bytes));
        ways.add(cut(bytes, new Random(0), 1));
        for (int seed = 1; seed <= 20; seed++) {
            ways.add(cut(bytes, new Random(seed), 1 + seed * seed));
        }
        return ways;
    }

    private static List<byte[]> cut(byte[] bytes, Random random, int most) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
            pieces.add(java.util.Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }
}
