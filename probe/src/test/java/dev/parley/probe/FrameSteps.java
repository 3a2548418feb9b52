package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Reads and writes frames (RFC 6455 §5.2) in steps that a broken endpoint takes differently. Shares nothing with the probe, or
 * a mistake of the probe would be made twice and not be seen. Confined to the thread of its connection.
 */
abstract class FrameSteps {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int RSV1 = 4;

    /** The most that a frame or a message may have: what the largest message of any case has. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final SecureRandom random = new SecureRandom();
    private Link link;
    private boolean server;

    final void use(Link connection, boolean inServer) {
        link = connection;
        server = inServer;
    }

    final Link link() {
        return link;
    }

    final boolean isServer() {
        return server;
    }

    /** The next frame, refused as soon as enough of it is there to see what is wrong. */
    final void readFrame() throws IOException, RuleBroken {
        byte[] head = link.readExactly(2);
        boolean fin = (head[0] & 0x80) != 0;
        int reserved = head[0] >> 4 & 7;
        int opcode = head[0] & 0xF;
        checkReserved(reserved, opcode);
        checkOpcode(opcode);
        checkMasked(head[1] < 0);
        if (opcode >= CLOSE) {
            checkControlFin(fin);
            checkControlLength(head[1] & 0x7F);
        } else {
            checkOrder(opcode);
        }
        long length = readLength(head[1] & 0x7F);
        checkSize(opcode, length);
        byte[] key = head[1] < 0 ? link.readExactly(4) : new byte[4];
        frameBegins(fin, reserved, opcode);
        frameEnds(fin, opcode, readPayload(fin, opcode, length, key));
    }

    /** Whether an extension gives the bits a meaning here. */
    boolean mayHave(int reserved, int opcode) {
        return reserved == 0;
    }

    void checkReserved(int reserved, int opcode) throws RuleBroken {
        if (!mayHave(reserved, opcode)) {
            throw new RuleBroken(1002);
        }
    }

    void checkOpcode(int opcode) throws RuleBroken {
        if (opcode > BINARY && opcode < CLOSE || opcode > PONG) {
            throw new RuleBroken(1002);
        }
    }

    void checkMasked(boolean masked) throws RuleBroken {
        if (masked != server) {
            throw new RuleBroken(1002);
        }
    }

    void checkControlFin(boolean fin) throws RuleBroken {
        if (!fin) {
            throw new RuleBroken(1002);
        }
    }

    /** @param sevenBits of the length, which say it all up to 125 */
    void checkControlLength(int sevenBits) throws RuleBroken {
        if (sevenBits > 125) {
            throw new RuleBroken(1002);
        }
    }

    abstract void checkOrder(int opcode) throws RuleBroken;

    long readLength(int sevenBits) throws IOException, RuleBroken {
        if (sevenBits < 126) {
            return sevenBits;
        }
        long length = sevenBits == 126
                ? ByteBuffer.wrap(link.readExactly(2)).getShort() & 0xFFFF
                : ByteBuffer.wrap(link.readExactly(8)).getLong();
        checkSign(length);
        checkMinimal(length, sevenBits == 126 ? 126 : 65536);
        return length;
    }

    void checkSign(long length) throws RuleBroken {
        if (length < 0) {
            throw new RuleBroken(1002);
        }
    }

    /** @param smallest for which the form is right */
    void checkMinimal(long length, int smallest) throws RuleBroken {
        if (length >= 0 && length < smallest) {
            throw new RuleBroken(1002);
        }
    }

    abstract void checkSize(int opcode, long length) throws RuleBroken;

    private byte[] readPayload(boolean fin, int opcode, long length, byte[] key) throws IOException, RuleBroken {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        byte[] buffer = new byte[(int) Math.max(0, Math.min(length, 64 * 1024))];
        long done = 0;
        while (done < length) {
            int count = link.read(buffer, 0, (int) Math.min(buffer.length, length - done));
            unmask(buffer, count, key, done);
            done += count;
            pieceCame(opcode, buffer, count);
            payload.write(buffer, 0, count);
        }
        return payload.toByteArray();
    }

    /** @param offset of the first byte in the payload */
    void unmask(byte[] bytes, int count, byte[] key, long offset) {
        for (int i = 0; i < count; i++) {
            bytes[i] ^= key[(int) (offset + i & 3)];
        }
    }

    abstract void frameBegins(boolean fin, int reserved, int opcode);

    /** A piece of the payload, unmasked; there is no telling how many there are. */
    abstract void pieceCame(int opcode, byte[] bytes, int count) throws RuleBroken;

    abstract void frameEnds(boolean fin, int opcode, byte[] payload) throws IOException, RuleBroken;

    void write(boolean fin, int reserved, int opcode, byte[] payload) throws IOException {
        link.write(frame((fin ? 0x80 : 0) | reserved << 4 | opcode, payload));
    }

    /** In one segment, so that the peer has all if it has the first. */
    final void writeTogether(byte[] one, byte[] other) throws IOException {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        link.write(both);
    }

    /** @param first byte: FIN, the reserved bits and the opcode */
    final byte[] frame(int first, byte[] payload) {
        byte[] length = lengthField(payload.length);
        byte[] key = masks() ? nextKey() : new byte[0];
        ByteBuffer frame = ByteBuffer.allocate(1 + length.length + key.length + payload.length);
        length[0] |= (byte) (masks() ? 0x80 : 0);
        frame.put((byte) first).put(length).put(key);
        byte[] body = payload.clone();
        if (masks()) {
            for (int i = 0; i < body.length; i++) {
                body[i] ^= key[i & 3];
            }
        }
        return frame.put(body).array();
    }

    /** Whether its own frames are masked. */
    boolean masks() {
        return !server;
    }

    byte[] nextKey() {
        byte[] key = new byte[4];
        random.nextBytes(key);
        return key;
    }

    /** The length in the smallest form that holds it. */
    byte[] lengthField(int length) {
        if (length < 126) {
            return new byte[] {(byte) length};
        }
        return length < 65536 ? in16Bits(length) : in64Bits(length);
    }

    static byte[] in16Bits(int length) {
        return ByteBuffer.allocate(3).put((byte) 126).putShort((short) length).array();
    }

    static byte[] in64Bits(int length) {
        return ByteBuffer.allocate(9).put((byte) 127).putLong(length).array();
    }
}
