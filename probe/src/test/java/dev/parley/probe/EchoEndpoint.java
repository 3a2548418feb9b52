package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A small endpoint that keeps every rule and sends messages back: what a probe must find no fault with. It shares no code with
 * the probe. Confined to its connection.
 */
final class EchoEndpoint {
    private static final int MAX_MESSAGE = 4 * 1024 * 1024;

    private final boolean server;
    private final DataInputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int opcode;
    private int emptyFragments;

    EchoEndpoint(Socket socket, DataInputStream in, boolean server) throws IOException {
        this.server = server;
        this.in = in;
        this.out = socket.getOutputStream();
    }

    /** Returns when the connection is to be ended. */
    void run() throws IOException {
        try {
            while (frame()) {
                // the next one
            }
        } catch (Failed e) {
            send(8, new byte[] {(byte) (e.code >> 8), (byte) e.code});
        }
    }

    private static final class Failed extends IOException {
        private static final long serialVersionUID = 1;
        private final int code;

        Failed(int code) {
            this.code = code;
        }
    }

    private static void require(boolean condition, int code) throws Failed {
        if (!condition) {
            throw new Failed(code);
        }
    }

    private boolean frame() throws IOException {
        int first = in.readUnsignedByte();
        int kind = first & 0xF;
        boolean fin = first >= 0x80;
        require((first & 0x70) == 0 && (kind <= 2 || kind >= 8 && kind <= 10), 1002);
        require(kind < 8 ? (kind == 0) == (opcode != 0) : fin, 1002);
        int second = in.readUnsignedByte();
        require(second >= 0x80 == server, 1002);
        long length = second & 0x7F;
        require(kind < 8 || length < 126, 1002);
        if (length == 126) {
            length = in.readUnsignedShort();
            require(length > 125, 1002);
        } else if (length == 127) {
            length = in.readLong();
            require(length > 0xFFFF, 1002);
        }
        require(kind >= 8 || length <= MAX_MESSAGE - message.size(), 1009);
        byte[] key = new byte[4];
        if (server) {
            in.readFully(key);
        }
        return kind < 8 ? data(kind, fin, (int) length, key) : control(kind, payload((int) length, key));
    }

    private byte[] payload(int length, byte[] key) throws IOException {
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i & 3];
        }
        return payload;
    }

    private boolean data(int kind, boolean fin, int length, byte[] key) throws IOException {
        opcode = kind == 0 ? opcode : kind;
        emptyFragments = length == 0 && !fin ? emptyFragments + 1 : 0;
        require(emptyFragments < 100, 1008);
        byte[] payload = payload(length, key);
        message.writeBytes(payload);
        if (payload.length < length) {
            return false;
        }
        if (fin) {
            byte[] whole = message.toByteArray();
            message.reset();
            require(opcode != 1 || isUtf8(whole), 1007);
            send(opcode, whole);
            opcode = 0;
        }
        return true;
    }

    private boolean control(int kind, byte[] payload) throws IOException {
        if (kind == 9) {
            send(10, payload);
        } else if (kind == 8) {
            require(payload.length != 1, 1002);
            if (payload.length > 1) {
                int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
                require(
                        code >= 1000 && code <= 1014 && (code < 1004 || code > 1006) || code >= 3000 && code < 5000,
                        1002);
                require(isUtf8(Arrays.copyOfRange(payload, 2, payload.length)), 1007);
            }
            send(8, payload);
            return false;
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private void send(int kind, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | kind);
        int mask = server ? 0 : 0x80;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 0x10000) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            frame.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        byte[] key = new byte[4];
        if (!server) {
            ThreadLocalRandom.current().nextBytes(key);
            frame.writeBytes(key);
        }
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= key[i & 3];
        }
        frame.writeBytes(masked);
        out.write(frame.toByteArray());
    }
}
