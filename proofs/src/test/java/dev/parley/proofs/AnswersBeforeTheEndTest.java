package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that says its last word gets the answers to what it said before, though listeners are slow and run elsewhere. */
final class AnswersBeforeTheEndTest {
    private static final int MESSAGES = 20;

    @Test
    void clientAnswersWhatCameBeforeTheBrokenRule() throws Exception {
        assertThat(lastFrameAfterAllAnswers(new byte[] {(byte) 0xF1})).contains("a reserved bit is set");
    }

    @Test
    void clientAnswersWhatCameBeforeTheCloseFrame() throws Exception {
        assertThat(lastFrameAfterAllAnswers(new byte[] {(byte) 0x88, 0})).isEmpty();
    }

    /** Says twenty messages and then this, all at once: before even the open event has had its turn. */
    private static String lastFrameAfterAllAnswers(byte[] end) throws Exception {
        try (MuteServer server = new MuteServer()) {
            WebSocket socket = new WebSocket(server.address());
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            socket.onmessage((MessageEvent event) -> {
                sleep();
                socket.send((String) event.data());
            });
            socket.onerror(event -> {});
            socket.onclose(event -> closed.complete(event.code()));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < MESSAGES; i++) {
                all.writeBytes(new byte[] {(byte) 0x81, 1, (byte) ('a' + i)});
            }
            all.writeBytes(end);
            server.send(all.toByteArray());
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(server.readFrame()).isEqualTo("" + (char) ('a' + i));
            }
            String last = server.readFrame();
            server.hangUp();
            closed.get(10, TimeUnit.SECONDS);
            return last;
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
