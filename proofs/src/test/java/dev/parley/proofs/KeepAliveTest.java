package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.KeepAlive;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Server;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that says nothing is asked whether it is still there, and given up when it does not say so. */
final class KeepAliveTest {
    private static final int SHORT_MILLIS = 150;
    private static final WebSocketOptions OPTIONS = WebSocketOptions.DEFAULT.withKeepAlive(
            Optional.of(new KeepAlive(Duration.ofMillis(SHORT_MILLIS), Duration.ofMillis(SHORT_MILLIS))));

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            RecordingSocket socket = new RecordingSocket(mute.address(), OPTIONS);
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
            assertThat(socket.awaitError().message())
                    .matches("the server has said nothing for \\d+ ms, not even to a ping");
            assertThat(socket.events).containsExactly("open", "error", "close");
            // It was asked just once.
            InputStream sent = mute.awaitClient().getInputStream();
            assertThat(sent.readNBytes(6)).startsWith(0x89, 0x80);
            assertThat(sent.read()).isNegative();
        }
    }

    /** The control of all the others. */
    @Test
    void withoutKeepAliveNothingIsAsked() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            RecordingSocket socket =
                    new RecordingSocket(mute.address(), OPTIONS.withKeepAlive(Optional.empty())).awaitOpen();
            Socket client = mute.awaitClient();
            Thread.sleep(4 * SHORT_MILLIS);
            assertThat(client.getInputStream().available()).isZero();
            assertThat(socket.webSocket.readyState()).isEqualTo(WebSocket.OPEN);
        }
    }

    @Test
    void aServerThatAnswersIsKept() throws Exception {
        // Patience enough for a busy machine.
        WebSocketOptions patient = OPTIONS.withKeepAlive(
                Optional.of(new KeepAlive(Duration.ofMillis(SHORT_MILLIS), Duration.ofSeconds(20))));
        try (Server server = EchoServer.start()) {
            RecordingSocket socket =
                    new RecordingSocket(EchoServer.url(server, "ws", "127.0.0.1"), patient).awaitOpen();
            Thread.sleep(4 * SHORT_MILLIS);
            socket.webSocket.send("still there");
            assertThat(socket.awaitMessage()).isEqualTo("still there");
            socket.webSocket.close(1000);
            assertThat(socket.awaitClose().wasClean()).isTrue();
        }
    }

    @Test
    void whateverArrivesCountsAsAnAnswer() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketOptions options = OPTIONS.withKeepAlive(
                    Optional.of(new KeepAlive(Duration.ofMillis(SHORT_MILLIS), Duration.ofMillis(2_000))));
            RecordingSocket socket = new RecordingSocket(mute.address(), options).awaitOpen();
            // One message of 12 bytes, so slowly that before each of them it is asked, and never a pong.
            mute.send(new byte[] {(byte) 0x82, 12});
            for (int i = 0; i < 12; i++) {
                Thread.sleep(2 * SHORT_MILLIS);
                mute.send(new byte[] {(byte) i});
            }
            socket.awaitMessage();
            assertThat(socket.webSocket.readyState()).isEqualTo(WebSocket.OPEN);
            socket.webSocket.close();
        }
    }

    @Test
    void whoDoesNotListenDoesNotJudge() throws Exception {
        CountDownLatch testIsOver = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(10);
        try (MuteServer mute = new MuteServer()) {
            WebSocket socket = new WebSocket(mute.address(), OPTIONS);
            socket.onmessage(event -> {
                held.countDown();
                all.countDown();
                try {
                    testIsOver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            byte[] frame = new byte[4 + 60_000];
            frame[0] = (byte) 0x82;
            frame[1] = 126;
            frame[2] = (byte) (60_000 >> 8);
            frame[3] = (byte) 60_000;
            for (int i = 0; i < 10; i++) {
                mute.send(frame); // more than may wait for listeners: the client reads no further
            }
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(6 * SHORT_MILLIS);
            assertThat(socket.readyState()).isEqualTo(WebSocket.OPEN);
            testIsOver.countDown();
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            mute.hangUp();
        } finally {
            testIsOver.countDown();
        }
    }
}
