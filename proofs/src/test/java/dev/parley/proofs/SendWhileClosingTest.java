package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Another thread closes a peer and goes on sending to it, before the event loop has heard of either. */
final class SendWhileClosingTest {
    @Test
    void whatIsNotSentAnyMoreDoesNotKeepThePeersAnswerFromBeingRead() throws Exception {
        CompletableFuture<Peer> held = new CompletableFuture<>();
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        CountDownLatch loopGoesOn = new CountDownLatch(1);
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                held.complete(peer);
                try {
                    loopGoesOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                ended.complete(ending);
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("hold"));
            Peer peer = held.get(20, TimeUnit.SECONDS);
            try {
                peer.close(1000, "bye");
                for (int i = 0; i < 10; i++) {
                    peer.send(ByteBuffer.allocate(64 * 1024));
                }
            } finally {
                loopGoesOn.countDown();
            }
            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
            client.send(RawClient.frame(0x88, new byte[] {0x03, (byte) 0xE8}));
            assertThat(ended.get(20, TimeUnit.SECONDS).wasClean()).isTrue();
            assertThat(peer.bufferedAmount()).isZero();
        }
    }
}
