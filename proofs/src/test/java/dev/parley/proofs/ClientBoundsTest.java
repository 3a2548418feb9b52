package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the client puts up with from a server that does nothing, and with the bound taken away as a control. */
final class ClientBoundsTest {
    private static final int MESSAGE_BYTES = 64 * 1024;
    /** Far more than the kernel takes off our hands, and less than the default bound. */
    private static final int MESSAGES = 512;

    @Test
    void aServerThatDoesNotAnswerTheHandshakeIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "ws://127.0.0.1:" + silent.getLocalPort() + "/";
            RecordingSocket patient = new RecordingSocket(url);
            silent.accept(); // now the others wait for this one
            RecordingSocket hasty =
                    new RecordingSocket(url, WebSocketOptions.DEFAULT.withConnectTimeout(Duration.ofMillis(300)));
            assertThat(hasty.awaitError().message())
                    .contains("no connection within 300 ms: still waiting for other sockets");
            assertThat(hasty.awaitClose().code()).isEqualTo(1006);
            assertThat(patient.webSocket.readyState()).isEqualTo(WebSocket.CONNECTING);
            patient.webSocket.close();
            assertThat(patient.awaitClose().code()).isEqualTo(1006);
        }
    }

    /** A server that takes connections and says nothing has the first socket, and all others wait for their turn. */
    @Test
    void soManySocketsConnectAndTheNextOneFails() throws Exception {
        // At least so many: sockets of other tests count, too.
        assertThat(refusedOf(100, WebSocketOptions.DEFAULT.withMaxConnecting(20)))
                .isBetween(80L, 100L);
        assertThat(refusedOf(100, WebSocketOptions.DEFAULT)).isZero();
    }

    private static long refusedOf(int sockets, WebSocketOptions options) throws Exception {
        long refused = 0;
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "ws://127.0.0.1:" + silent.getLocalPort() + "/";
            List<RecordingSocket> all = new ArrayList<>();
            for (int i = 0; i < sockets; i++) {
                all.add(new RecordingSocket(url, options.withConnectTimeout(Duration.ofSeconds(1))));
            }
            for (RecordingSocket socket : all) {
                String why = socket.awaitError().message();
                assertThat(why).containsAnyOf("no connection within 1000 ms", "20 sockets of this process");
                refused += why.endsWith(": 20 sockets of this process are connecting, or wait to") ? 1 : 0;
            }
        }
        return refused;
    }

    @Test
    void overTheBufferedAmountTheConnectionFails() throws Exception {
        CountDownLatch testIsOver = new CountDownLatch(1);
        // Holds its event loop, so that nothing is read: just what a handler must not do.
        Routes deaf = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                try {
                    testIsOver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withThreads(2), deaf)) {
            try {
                String url = "ws://127.0.0.1:" + server.address().getPort() + "/";
                RecordingSocket roomy = new RecordingSocket(url).awaitOpen();
                RecordingSocket tight = new RecordingSocket(
                                url, WebSocketOptions.DEFAULT.withMaxBufferedAmount(1024 * 1024))
                        .awaitOpen();
                // Noise, since what compresses well would not wait.
                byte[] message = new byte[MESSAGE_BYTES];
                new Random(1).nextBytes(message);
                for (RecordingSocket socket : new RecordingSocket[] {roomy, tight}) {
                    socket.webSocket.send("hold");
                    for (int i = 0; i < MESSAGES; i++) {
                        socket.webSocket.send(message);
                    }
                }
                assertThat(tight.awaitError().message()).contains("1048576 bytes wait to be sent");
                assertThat(tight.awaitClose().wasClean()).isFalse();
                assertThat(roomy.webSocket.readyState()).isEqualTo(WebSocket.OPEN);
                assertThat(roomy.webSocket.bufferedAmount()).isGreaterThan(1024 * 1024);
            } finally {
                // Also when an assertion fails, and before the server closes, which waits for its loops.
                testIsOver.countDown();
            }
        }
    }
}
