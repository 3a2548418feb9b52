package dev.parley.proofs;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that makes the opening handshake with one client, and then says and reads only what it is told to. */
final class MuteServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> socket = new CompletableFuture<>();

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
            socket.complete(accepted);
        } catch (Exception e) {
            socket.completeExceptionally(e);
        }
    }

    Socket awaitClient() throws Exception {
        return socket.get(20, TimeUnit.SECONDS);
    }

    void send(byte[] bytes) throws Exception {
        awaitClient().getOutputStream().write(bytes);
    }

    /** The payload of the client's next frame, which is a short one, as text. */
    String readFrame() throws Exception {
        DataInputStream in = new DataInputStream(awaitClient().getInputStream());
        in.readUnsignedByte();
        byte[] payload = new byte[in.readUnsignedByte() & 0x7F];
        byte[] key = in.readNBytes(4);
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Ends the connection. */
    void hangUp() throws Exception {
        awaitClient().close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (socket.isDone() && !socket.isCompletedExceptionally()) {
            socket.join().close();
        }
    }
}
