package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import java.io.ByteArrayOutputStream;
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
            // All at once: the rule is broken before the open event has had its turn.
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < MESSAGES; i++) {
                all.writeBytes(new byte[] {(byte) 0x81, 1, (byte) ('a' + i)});
            }
            all.write(0xF1);
            server.send(all.toByteArray());
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
