package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What another thread sends between a close and the moment when the event loop hears of it. */
final class SendAfterCloseTest {
    // RFC 6455 §6.1: "If at any point the state of the WebSocket connection changes, the endpoint MUST abort the
    // following steps."
    // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
    @Test
    void whatIsSentAfterCloseIsNotSentEvenIfTheLoopDoesNotKnowOfItYet() throws Exception {
        BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
        CountDownLatch loopGoesOn = new CountDownLatch(1);
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peers.add(peer);
                try {
                    loopGoesOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("stop the loop"));
            Peer peer = peers.poll(20, TimeUnit.SECONDS);
            assertThat(peer).isNotNull();
            peer.send("before");
            peer.close(1000, "bye");
            peer.send("after");
            loopGoesOn.countDown();
            List<Integer> kinds = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    kinds.add(client.readFrame().first());
                }
                client.send(RawClient.frame(0x88, new byte[] {0x03, (byte) 0xE8}));
                kinds.add(client.readFrame().first());
            } catch (EOFException end) {
                // nothing more came
            } finally {
                loopGoesOn.countDown();
            }
            assertThat(kinds).as("text, Close").containsExactly(0x81, 0x88);
        }
    }
}
