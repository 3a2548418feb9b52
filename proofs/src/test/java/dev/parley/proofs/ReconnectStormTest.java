package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Destination;
import dev.parley.client.ReconnectOptions;
import dev.parley.client.ReconnectingWebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two thousand clients lose their server in the same moment, and come back one by one. */
@Tag("one-jdk")
final class ReconnectStormTest {
    private static final int CLIENTS = 2_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final int WINDOW_MILLIS = 100;
    private static final int SPAN_MILLIS = 2_000;

    @Test
    void afterARestartAllAreBackAndHaveNotComeAtOnce() throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {});
        ServerOptions serving = ServerOptions.DEFAULT.withPort(0).withThreads(1).withCompression(Optional.empty());
        WebSocketOptions options =
                WebSocketOptions.DEFAULT.withConnectInTurn(false).withCompression(Optional.empty());
        Queue<Long> attempts = new ConcurrentLinkedQueue<>();
        Queue<Duration> firstDelays = new ConcurrentLinkedQueue<>();
        Semaphore online = new Semaphore(0);
        List<ReconnectingWebSocket> clients = new ArrayList<>();
        Server first = Server.start(serving, routes);
        int port = first.address().getPort();
        Supplier<Destination> destination = () -> {
            attempts.add(System.nanoTime());
            return new Destination("ws://127.0.0.1:" + port + "/");
        };
        try (first) {
            for (int i = 0; i < CLIENTS; i++) {
                ReconnectOptions reconnect = ReconnectOptions.DEFAULT
                        .withDelays(Duration.ofMillis(SPAN_MILLIS), Duration.ofMillis(SPAN_MILLIS))
                        .withRandom(new Random(i * 0x9E3779B97F4A7C15L));
                ReconnectingWebSocket client = new ReconnectingWebSocket(destination, options, reconnect);
                client.ononline(event -> online.release());
                client.onreconnecting(event -> {
                    if (event.attempt() == 1) {
                        firstDelays.add(event.delay());
                    }
                });
                clients.add(client);
            }
            assertThat(online.tryAcquire(CLIENTS, PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            attempts.clear();
            firstDelays.clear();
        }
        Thread.sleep(3 * WINDOW_MILLIS); // it is away for a while, so that some are refused
        try (Server second = Server.start(serving.withPort(port), routes)) {
            boolean all = online.tryAcquire(CLIENTS, PATIENCE_SECONDS, TimeUnit.SECONDS);
            clients.forEach(ReconnectingWebSocket::close);
            assertThat(all).isTrue();
            assertThat(second.address().getPort()).isEqualTo(port);
        }
        // As planned, whatever this machine is busy with: no window holds twice its share.
        assertThat(largest(firstDelays.stream().map(Duration::toNanos).toList()))
                .isLessThan(2 * CLIENTS * WINDOW_MILLIS / SPAN_MILLIS);
        // As it came: a storm would have nearly all of them in one window.
        assertThat(largest(List.copyOf(attempts))).isLessThan(attempts.size() / 4);
    }

    @Test
    void withoutJitterItWouldBeAStorm() {
        List<Long> together = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            together.add(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(largest(together)).isEqualTo(CLIENTS);
    }

    /** How many times lie within the fullest window. */
    private static int largest(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        long window = TimeUnit.MILLISECONDS.toNanos(WINDOW_MILLIS);
        int largest = 0;
        for (int from = 0, to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) > window) {
                from++;
            }
            largest = Math.max(largest, to - from + 1);
        }
        return largest;
    }
}
