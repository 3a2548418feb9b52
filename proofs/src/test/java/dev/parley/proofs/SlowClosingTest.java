package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import java.io.DataInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was sent before {@code close} arrives and the end is clean, however long it takes the server to read it. */
final class SlowClosingTest {
    private static final int BYTES = 16 * 1024 * 1024;
    /** Longer than the time that a peer has to answer a Close frame. */
    private static final int READING_MILLIS = 7_000;

    @Test
    void aServerThatReadsSlowlyStillGetsEverythingAndAnswers() throws Exception {
        try (ServerSocket listening = new ServerSocket()) {
            listening.setReceiveBufferSize(64 * 1024);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<Integer> received = CompletableFuture.supplyAsync(() -> serve(listening));
            RecordingSocket socket =
                    new RecordingSocket("ws://127.0.0.1:" + listening.getLocalPort() + "/").awaitOpen();
            socket.webSocket.send(new byte[BYTES]);
            socket.webSocket.close(1000, "all said");
            assertThat(socket.webSocket.readyState()).isEqualTo(WebSocket.CLOSING);
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(BYTES);
            assertThat(socket.awaitClose().wasClean()).isTrue();
            assertThat(socket.awaitClose().code()).isEqualTo(1000);
        }
    }

    /** Reads one large frame slowly, saying something in the midst of it, then the Close frame, and answers that. */
    private static int serve(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(handshake(in));
            in.readFully(new byte[14]);
            byte[] piece = new byte[BYTES / 64];
            for (int i = 0; i < 64; i++) {
                in.readFully(piece);
                if (i % 16 == 15) {
                    out.write(new byte[] {(byte) 0x89, 0}); // a ping
                }
                Thread.sleep(READING_MILLIS / 64);
            }
            while (in.readUnsignedByte() != 0x88) {
                in.readFully(new byte[in.readUnsignedByte() - 0x80 + 4]); // a pong
            }
            out.write(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE8});
            return 64 * piece.length;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] handshake(DataInputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return ("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(head.toString()) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
