package dev.parley.proofs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * A server for one client that takes messages of any size and keeps none: writes down the kind of each, its frames, bytes and checksum. It
 * reads nothing but the handshake until it is told to.
 */
final class FrameSink implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    /** @param frames how many it came in */
    record Message(int opcode, long bytes, int frames, long crc) {}

    final List<Message> messages = new CopyOnWriteArrayList<>();
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final CountDownLatch reading = new CountDownLatch(1);
    /** Of the Close frame, 1005 if it had none; −1 if the connection ended without. */
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    FrameSink() throws IOException {
        // So that little lies in the kernel while nothing is read.
        listener.setReceiveBufferSize(64 * 1024);
        Thread thread = new Thread(this::serve, "frame-sink");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    /** From now on it reads. */
    void read() {
        reading.countDown();
    }

    int awaitCloseCode() throws Exception {
        return closeCode.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void serve() {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(head.toString()) + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            reading.await();
            int code = take(in);
            socket.getOutputStream()
                    .write(
                            code == 1005
                                    ? new byte[] {(byte) 0x88, 0}
                                    : new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
            closeCode.complete(code);
        } catch (IOException | InterruptedException e) {
            closeCode.complete(-1);
        }
    }

    /** Takes messages until there is a Close frame, and returns its code. */
    private int take(DataInputStream in) throws IOException {
        int opcode = 0;
        long bytes = 0;
        int frames = 0;
        CRC32 crc = new CRC32();
        byte[] piece = new byte[1 << 16];
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            long length = second & 0x7F;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] key = in.readNBytes(4);
            if ((first & 0x0F) == 8) {
                byte[] body = in.readNBytes((int) length);
                return body.length < 2 ? 1005 : ((body[0] ^ key[0]) & 0xFF) << 8 | (body[1] ^ key[1]) & 0xFF;
            }
            opcode = (first & 0x0F) == 0 ? opcode : first & 0x0F;
            frames++;
            bytes += length;
            for (long done = 0; done < length; ) {
                int count = (int) Math.min(length - done, piece.length);
                in.readFully(piece, 0, count);
                for (int i = 0; i < count; i++) {
                    piece[i] ^= key[(int) (done + i & 3)];
                }
                crc.update(piece, 0, count);
                done += count;
            }
            if ((first & 0x80) != 0) {
                messages.add(new Message(opcode, bytes, frames, crc.getValue()));
                bytes = 0;
                frames = 0;
                crc.reset();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
