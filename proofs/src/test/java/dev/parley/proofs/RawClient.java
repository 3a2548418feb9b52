package dev.parley.proofs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that says just the bytes it is told to, and reads what comes back. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] KEY = {1, 2, 3, 4};

    private final Socket socket;
    /** What is closed in the end. */
    private final Socket transport;

    private final DataInputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** One that connects from another address of this machine, for instance {@code 127.0.0.5}. */
    static RawClient from(String address, int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
    }

    private RawClient(Socket socket) throws IOException {
        this(socket, socket);
    }

    /**
     * One on a connection that is there, for instance over TLS.
     *
     * @param transport what carries it, and is closed in the end: of TLS the other end may take its time to take leave
     */
    RawClient(Socket socket, Socket transport) throws IOException {
        this.socket = socket;
        this.transport = transport;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A connection with the handshake done. */
    static RawClient open(int port, String path) throws IOException {
        RawClient client = new RawClient(port);
        client.send(handshake(port, path));
        String head = client.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            client.close();
            throw new IOException("No upgrade: " + head);
        }
        return client;
    }

    static String handshake(int port, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n";
    }

    void send(String ascii) throws IOException {
        send(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A masked frame of the shortest form; {@code first} is its first byte. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 0x1_0000) {
            frame.write(0x80 | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >>> shift));
            }
        }
        frame.writeBytes(KEY);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ KEY[i % 4]);
        }
        return frame.toByteArray();
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The lines of an HTTP answer up to the empty one. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** A line, without its end. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            line.append((char) in.readUnsignedByte());
        }
        return line.toString().stripTrailing();
    }

    /** So many bytes. */
    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** A frame as the server sent it. */
    record Frame(int first, byte[] payload) {
        int closeCode() {
            return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** The next frame; {@link EOFException} when there is none. */
    Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** All that still comes, until the server ends the connection. */
    byte[] readToEnd() throws IOException {
        try {
            return in.readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    /** How long to wait for what is to be read. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Reads so many bytes, a little at a time, in about this time or longer; how many there were. */
    int readSlowly(int bytes, int millis) throws IOException, InterruptedException {
        byte[] piece = new byte[bytes / 50];
        int read = 0;
        for (int more = 0; read < bytes && more >= 0; read += Math.max(0, more)) {
            Thread.sleep(millis / 50);
            more = in.readNBytes(piece, 0, Math.min(piece.length, bytes - read));
        }
        return read;
    }

    /** Ends our direction only. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
