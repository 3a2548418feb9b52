package dev.parley.proofs;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server each of whose paths does something wrong, or at least odd, to as many clients as come. */
final class OddServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String OK = "HTTP/1.1 101 Switching Protocols\r\n";
    private static final byte[] NOTHING = {};

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    OddServer() throws IOException {
        start(this::serve);
    }

    String address() {
        return "ws://127.0.0.1:" + listener.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "odd-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            String path = head.toString().split(" ", 3)[1];
            OutputStream out = socket.getOutputStream();
            out.write(response(path, RawServer.accepting(head.toString())).getBytes(StandardCharsets.ISO_8859_1));
            out.write(frames(path));
            out.flush();
            if (!path.equals("/lost") && !path.equals("/hang-up")) {
                in.readAllBytes(); // until the client has enough
            }
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private static String response(String path, String accepting) {
        return switch (path) {
            case "/unasked-protocol" -> OK + accepting + "Sec-WebSocket-Protocol: unasked\r\n\r\n";
            case "/unasked-extension" -> OK + accepting + "Sec-WebSocket-Extensions: x-unasked\r\n\r\n";
            case "/wrong-proof" ->
                OK + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n";
            case "/refuse" -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
            case "/redirect" -> "HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 0\r\n\r\n";
            case "/noise" -> "220 mail.example ESMTP\r\n\r\n";
            case "/hang-up" -> "";
            default -> OK + accepting + "\r\n";
        };
    }

    /** What is sent when the handshake is over. */
    private static byte[] frames(String path) {
        return switch (path) {
            case "/masked" -> new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};
            case "/reserved" -> new byte[] {(byte) 0xB1, 1, 'x'};
            case "/no-utf-8" -> new byte[] {(byte) 0x81, 1, (byte) 0xFF};
            case "/closes" -> new byte[] {(byte) 0x88, 5, 1002 >> 8, (byte) 1002, 'w', 'h', 'y'};
            default -> NOTHING;
        };
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
