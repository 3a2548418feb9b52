package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * The messages that are sent, over and over, and their frames, made before the clock runs. Immutable.
 *
 * <p>A masking key is fresh for each message here, and comes again with it: a load that spent its time on masking would measure
 * itself. A server cannot tell.
 */
final class Messages {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int MASK = 0x80;
    private static final int TAIL_BYTES = 4;

    /** So many different messages, unless they are long: all of them shall stay in the processor's cache. */
    private static final int MOST = 64;

    private static final int FEWEST = 4;
    private static final int BYTES_TOGETHER = 64 * 1024;

    private final Payload kind;
    private final int opcode;
    private final List<byte[]> payloads = new ArrayList<>();
    private final Ring frames;

    /** @param atOnce how many may be sent in one go */
    Messages(Payload kind, int atOnce) {
        this.kind = kind;
        opcode = kind.content().isText() ? TEXT : BINARY;
        int count = Math.max(atOnce, Math.max(FEWEST, Math.min(MOST, BYTES_TOGETHER / kind.bytes())));
        Random keys = new Random(7);
        List<byte[]> made = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            byte[] payload = kind.content().message(number, kind.bytes());
            payloads.add(payload);
            made.add(
                    kind.compressed()
                            ? frame(FIN | RSV1 | opcode, deflated(payload), keys.nextInt())
                            : frame(FIN | opcode, payload, keys.nextInt()));
        }
        frames = new Ring(made);
    }

    Payload kind() {
        return kind;
    }

    int count() {
        return payloads.size();
    }

    int opcode() {
        return opcode;
    }

    byte[] payload(int message) {
        return payloads.get(message);
    }

    /** The frames of messages that follow each other, to be released. */
    ByteBuf frames(int first, int count) {
        return frames.run(first, count);
    }

    /** A masked frame. */
    static byte[] frame(int firstByte, byte[] payload, int key) {
        ByteBuf frame = Unpooled.buffer();
        frame.writeByte(firstByte);
        if (payload.length < 126) {
            frame.writeByte(MASK | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.writeByte(MASK | 126).writeShort(payload.length);
        } else {
            frame.writeByte(MASK | 127).writeLong(payload.length);
        }
        frame.writeInt(key);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ key >>> (24 - (i & 3) * 8));
        }
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(payload);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[payload.length + 64];
            int made;
            do {
                made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, made);
            } while (made == buffer.length);
            byte[] all = out.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL_BYTES);
        } finally {
            deflater.end();
        }
    }
}
