package dev.parley.proofs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A server that makes the opening handshake with one client, and then neither says nor reads anything. */
final class MuteServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private volatile @Nullable Socket socket;

    MuteServer() throws IOException {
        Thread thread = new Thread(this::shakeHands, "mute-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    private void shakeHands() {
        try {
            Socket accepted = listener.accept();
            socket = accepted;
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.ISO_8859_1));
            String key = "";
            for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
                if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                    key = line.substring(18).strip();
                }
            }
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
            accepted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) {
            throw new AssertionError(e); // the test that waits for the handshake fails
        }
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        if (open != null) {
            open.close();
        }
        listener.close();
    }
}
