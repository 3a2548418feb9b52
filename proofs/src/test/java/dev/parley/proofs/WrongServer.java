package dev.parley.proofs;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An echo for one client that does something wrong to the answers: it is given the payloads of so many messages, and says
 * what is sent back, as frames.
 */
final class WrongServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int together;
    private final UnaryOperator<List<byte[]>> wrong;

    /** @param together how many messages are waited for before they are answered */
    WrongServer(int together, UnaryOperator<List<byte[]>> wrong) throws IOException {
        this.together = together;
        this.wrong = wrong;
        Thread thread = new Thread(this::serve, "wrong-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    private void serve() {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            out.write(("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(head.toString()) + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                List<byte[]> payloads = new ArrayList<>();
                while (payloads.size() < together) {
                    payloads.add(payload(in));
                }
                for (byte[] frame : wrong.apply(payloads)) {
                    out.write(frame);
                }
            }
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    /** Of a short frame, which is masked. */
    private static byte[] payload(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        byte[] payload = new byte[in.readUnsignedByte() & 0x7F];
        byte[] key = in.readNBytes(4);
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    /** A binary message of less than 126 bytes. */
    static byte[] frame(byte[] payload) {
        byte[] frame = new byte[payload.length + 2];
        frame[0] = (byte) 0x82;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
