package dev.parley.proofs;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that makes the opening handshake with one client, and then says and reads only what it is told to. */
final class MuteServer implements AutoCloseable {
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
            DataInputStream in = new DataInputStream(accepted.getInputStream());
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.readUnsignedByte());
            }
            String answer = "HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(request.toString()) + "\r\n";
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
