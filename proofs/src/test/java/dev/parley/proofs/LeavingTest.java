package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Opcode;
import dev.parley.server.Drain;
import dev.parley.server.HandlerThreads;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Sent;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that leaves says so first, takes its time, and loses nothing that was accepted. */
final class LeavingTest {
    private static final int PATIENCE_SECONDS = 30;
    private static final Routes ECHO = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    });

    @Test
    void healthSaysDrainingWhileAllStillGoesOn() throws Exception {
        Drain drain = Drain.DEFAULT.withNotice(Duration.ofSeconds(2));
        Server server =
                Server.start(ServerOptions.DEFAULT.withPort(0).withManagement(0).withDrain(drain), ECHO);
        int management = server.managementAddress().orElseThrow().getPort();
        try (RawClient before = RawClient.open(server.address().getPort(), "/")) {
            assertThat(HttpGet.from(management, "/healthz"))
                    .extracting("status", "body")
                    .containsExactly(200, "ok\n");
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            Until.so("it is draining", server::isDraining);
            assertThat(HttpGet.from(management, "/healthz"))
                    .extracting("status", "body")
                    .containsExactly(503, "draining\n");
            try (RawClient late = RawClient.open(server.address().getPort(), "/")) {
                late.send(RawClient.text("not too late"));
                assertThat(late.readFrame().text()).isEqualTo("not too late");
                assertThat(late.readFrame().closeCode()).isEqualTo(1001);
            }
            assertThat(before.readFrame().closeCode()).isEqualTo(1001);
            before.reset();
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThatThrownBy(() -> HttpGet.from(management, "/healthz")).isInstanceOf(IOException.class);
        } finally {
            server.close();
        }
    }

    @Test
    void peersCanBeToldToComeBack() throws Exception {
        Drain restart = Drain.DEFAULT.withCloseCode(Drain.SERVICE_RESTART);
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withDrain(restart), ECHO);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            assertThat(client.readFrame().closeCode()).isEqualTo(1012);
            client.reset();
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Three waves of a hundred at most, with two pauses of 50 ms at least; without a spread one wave, with none. */
    @Test
    void manyPeersLeaveInWaves() throws Exception {
        Drain drain = Drain.DEFAULT.withDeadline(Duration.ofSeconds(20));
        List<RawClient> clients = new ArrayList<>();
        Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withDrain(drain), ECHO);
        try {
            for (int i = 0; i < 250; i++) {
                clients.add(RawClient.open(server.address().getPort(), "/"));
            }
            long begun = System.nanoTime();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            for (RawClient client : clients) {
                RawClient.Frame close = client.readFrame();
                assertThat(close.closeCode()).isEqualTo(1001);
                client.reset();
            }
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        } finally {
            server.close();
        }
    }

    /**
     * Threads of the application send to everybody, and clients send to the server, until they see that it is over: what each was told
     * is accepted arrives, and what each client sent before it answered the Close frame is handled.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noAcceptedMessageIsLostOnTheWay(boolean elsewhere) throws Exception {
        Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
        List<Peer> peers = java.util.Collections.synchronizedList(new ArrayList<>());
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                accepted.put(peer.request().query(), new AtomicInteger());
                handled.put(peer.request().query(), new AtomicInteger());
                peers.add(peer);
            }

            @Override
            public void onText(Peer peer, String text) {
                handled.get(peer.request().query()).incrementAndGet();
            }
        });
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withThreads(2)
                .withDrain(Drain.DEFAULT.withDeadline(Duration.ofSeconds(20)))
                .withHardLimitBytes(Integer.MAX_VALUE);
        Server server = Server.start(elsewhere ? options.withExecutor(HandlerThreads.shared()) : options, routes);
        AtomicBoolean over = new AtomicBoolean();
        try {
            List<CompletableFuture<int[]>> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawClient client = RawClient.open(server.address().getPort(), "/?" + i);
                clients.add(CompletableFuture.supplyAsync(() -> talk(client), task -> new Thread(task).start()));
            }
            Until.so("all are open", () -> peers.size() == 12);
            Thread sender = new Thread(() -> {
                while (!over.get()) {
                    for (Peer peer : List.copyOf(peers)) {
                        Sent sent = peer.send("to everybody");
                        if (sent == Sent.FLUSHED || sent == Sent.BUFFERED) {
                            accepted.get(peer.request().query()).incrementAndGet();
                        }
                    }
                    Thread.yield();
                }
            });
            sender.start();
            Until.so(
                    "they talk",
                    () -> handled.get("11").get() > 20 && accepted.get("11").get() > 20);
            server.close();
            over.set(true);
            sender.join();
            for (int i = 0; i < clients.size(); i++) {
                int[] counts = clients.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(counts[0])
                        .as("received")
                        .isEqualTo(accepted.get("" + i).get());
                assertThat(handled.get("" + i)).as("handled").hasValue(counts[1]);
            }
        } finally {
            over.set(true);
            server.close();
        }
    }

    /** Sends until there is a Close frame, answers that; what was received and what was sent. */
    private static int[] talk(RawClient client) {
        AtomicBoolean closing = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        int received = 0;
        try (client) {
            Thread sending = new Thread(() -> {
                try {
                    while (!closing.get() && sent.get() < 100_000) {
                        client.send(RawClient.text("from one"));
                        sent.incrementAndGet();
                        Thread.sleep(0, 200_000);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            sending.start();
            while (true) {
                RawClient.Frame frame = client.readFrame();
                if (frame.first() == 0x88) {
                    closing.set(true);
                    sending.join();
                    client.send(RawClient.frame(0x88, frame.payload()));
                    client.readToEnd();
                    return new int[] {received, sent.get()};
                }
                received++;
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It begins to read only when the server leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void aPeerThatReadsLateGetsAllThatWasAccepted(String transport) throws Exception {
        int megabytes = 16;
        Routes generous = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                for (int i = 0; i < megabytes; i++) {
                    peer.send(ByteBuffer.allocate(1024 * 1024));
                }
            }
        });
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withTransport(transport)
                .withDrain(Drain.DEFAULT.withDeadline(Duration.ofSeconds(20)))
                .withHardLimitBytes(Integer.MAX_VALUE);
        Server server = Server.start(options, generous);
        try (RawClient client = RawClient.open(server.address().getPort(), "/")) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            Until.so("it leaves", server::isDraining);
            Thread.sleep(300);
            for (int i = 0; i < megabytes; i++) {
                assertThat(client.readFrame().payload()).hasSize(1024 * 1024);
            }
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            client.reset();
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }
}
