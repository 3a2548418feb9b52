package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.AddEventListenerOptions;
import dev.parley.client.EventListener;
import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An event waits for the first listener of its type, however long the thread that made the socket sleeps. */
final class EventsWaitTest {
    private static final int GREETINGS = 20;

    private static Server server;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        // Greets and leaves at once: all events happen before anybody can listen.
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                for (int i = 0; i < GREETINGS; i++) {
                    peer.send("greeting " + i);
                }
                peer.close(4000, "that was all");
            }
        });
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        url = "ws://127.0.0.1:" + server.address().getPort() + "/";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sleepingBeforeAnyHandlerLosesNothingAndKeepsTheOrder() throws Exception {
        for (int sleepingPoint = 0; sleepingPoint < 4; sleepingPoint++) {
            Runnable[] sleeps = {() -> {}, () -> {}, () -> {}, () -> {}};
            sleeps[sleepingPoint] = () -> LockSupport.parkNanos(150_000_000);
            assertThat(eventsWith(sleeps, false))
                    .as("sleeping at point %d", sleepingPoint)
                    .isEqualTo(expected());
        }
    }

    /** Every choice of points to sleep at, in turn, for about as long as a connection takes. */
    @Test
    void overThousandsOfConnectionsNoEventIsLostOrOutOfOrder() throws Exception {
        long seed = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4_096; i++) {
                int connection = i;
                all.add(threads.submit(() -> {
                    Random random = new Random(seed + connection);
                    Runnable[] sleeps = new Runnable[4];
                    for (int point = 0; point < 4; point++) {
                        long nanos = (connection >> point & 1) == 0 ? 0 : random.nextInt(2_000_000);
                        sleeps[point] = () -> LockSupport.parkNanos(nanos);
                    }
                    assertThat(eventsWith(sleeps, random.nextBoolean()))
                            .as("seed %d, connection %d", seed, connection)
                            .isEqualTo(expected());
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void overTheBoundWaitingMessagesAreDropped() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT.withMaxWaitingMessages(5);
        WebSocket socket = new WebSocket(url, options);
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        socket.onclose(event -> closed.complete(event.code()));
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4000);
        List<Object> messages = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> fifth = new CompletableFuture<>();
        socket.onmessage(event -> {
            messages.add(event.data());
            if (messages.size() == 5) {
                fifth.complete(null);
            }
        });
        fifth.get(10, TimeUnit.SECONDS);
        Thread.sleep(50);
        assertThat(messages).containsExactlyElementsOf(greetings().subList(0, 5));
    }

    /** Adds the handlers in their natural order, as attributes or not, sleeping before each, and returns what they saw. */
    private static List<String> eventsWith(Runnable[] sleeps, boolean attributes) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        EventListener<MessageEvent> onMessage = event -> seen.add((String) event.data());
        AddEventListenerOptions once = AddEventListenerOptions.DEFAULT.withOnce(true);
        WebSocket socket = new WebSocket(url);
        sleeps[0].run();
        if (attributes) {
            socket.onopen(event -> seen.add("open"));
        } else {
            socket.addEventListener("open", event -> seen.add("open"), once);
        }
        sleeps[1].run();
        if (attributes) {
            socket.onmessage(onMessage);
        } else {
            socket.addEventListener("message", onMessage);
            socket.addEventListener("message", onMessage);
        }
        sleeps[2].run();
        socket.onerror(event -> seen.add("error"));
        sleeps[3].run();
        socket.onclose(event -> {
            seen.add("close " + event.code() + " " + event.reason());
            closed.complete(null);
        });
        closed.get(20, TimeUnit.SECONDS);
        return seen;
    }

    private static List<String> expected() {
        List<String> events = new ArrayList<>();
        events.add("open");
        events.addAll(greetings());
        events.add("close 4000 that was all");
        return events;
    }

    private static List<String> greetings() {
        return IntStream.range(0, GREETINGS).mapToObj(i -> "greeting " + i).toList();
    }
}
