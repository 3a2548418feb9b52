package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Peer;
import dev.parley.server.PeerObserver;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerObserver;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A handler that holds an event loop is told of, with its peer and with what it does. */
final class SlowHandlerTest {
    private record Slow(Peer peer, Duration held, List<StackTraceElement> where) {}

    private final BlockingQueue<Slow> slow = new LinkedBlockingQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onText(Peer peer, String text) {
            if (text.equals("hold")) {
                holdTheLoop();
            }
            peer.send(text);
        }
    });
    private final ServerOptions options = ServerOptions.DEFAULT
            .withPort(0)
            .withThreads(1)
            .withObserver(new ServerObserver() {
                @Override
                public PeerObserver onOpened(Peer peer) {
                    return new PeerObserver() {
                        @Override
                        public void onSlowHandler(Duration held, List<StackTraceElement> where) {
                            slow.add(new Slow(peer, held, where));
                        }
                    };
                }
            });

    @Test
    void isToldOfOnceWithItsPeerAndItsStack() throws Exception {
        Duration threshold = Duration.ofMillis(40);
        try (Server server = Server.start(options.withSlowHandler(threshold), routes);
                RawClient quick = RawClient.open(server.address().getPort(), "/?quick");
                RawClient holding = RawClient.open(server.address().getPort(), "/?holding")) {
            holding.send(RawClient.text("hold"));
            Slow told = slow.poll(30, TimeUnit.SECONDS);
            assertThat(told).isNotNull();
            assertThat(told.peer.request().query()).isEqualTo("holding");
            assertThat(told.held).isGreaterThanOrEqualTo(threshold);
            assertThat(told.where).anyMatch(frame -> frame.getMethodName().equals("holdTheLoop"));
            go.countDown();
            assertThat(holding.readFrame().text()).isEqualTo("hold");
            assertThat(slow).isEmpty();
            quick.send(RawClient.text("served"));
            assertThat(quick.readFrame().text()).isEqualTo("served");
        }
    }

    /** The control. */
    @Test
    void isNotToldOfWhereNobodyLooks() throws Exception {
        try (Server server = Server.start(options.withSlowHandler(Duration.ZERO), routes);
                RawClient holding = RawClient.open(server.address().getPort(), "/")) {
            holding.send(RawClient.text("hold"));
            assertThat(slow.poll(300, TimeUnit.MILLISECONDS)).isNull();
            go.countDown();
            assertThat(holding.readFrame().text()).isEqualTo("hold");
        }
    }

    private void holdTheLoop() {
        try {
            go.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
