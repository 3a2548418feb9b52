package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that breaks a rule gets the answers to what it said before, though listeners are slow and run elsewhere. */
final class AnswersBeforeTheEndTest {
    private static final int MESSAGES = 20;

    @Test
    void clientAnswersWhatCameBeforeTheBrokenRule() throws Exception {
        try (MuteServer server = new MuteServer()) {
            WebSocket socket = new WebSocket(server.address());
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            socket.onmessage((MessageEvent event) -> {
                sleep();
                socket.send((String) event.data());
            });
            socket.onclose(event -> closed.complete(event.code()));
            server.awaitClient();
            for (int i = 0; i < MESSAGES; i++) {
                server.send(new byte[] {(byte) 0x81, 1, (byte) ('a' + i)});
            }
            server.send(new byte[] {(byte) 0xF1});
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(server.readFrame()).isEqualTo("" + (char) ('a' + i));
            }
            assertThat(server.readFrame()).contains("a reserved bit is set");
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1006);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
