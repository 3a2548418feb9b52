package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
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
            assertThat(eventsWith(new int[] {
                        sleepingPoint == 0 ? 150 : 0,
                        sleepingPoint == 1 ? 150 : 0,
                        sleepingPoint == 2 ? 150 : 0,
                        sleepingPoint == 3 ? 150 : 0
                    }))
                    .as("sleeping at point %d", sleepingPoint)
                    .isEqualTo(expected());
        }
    }

    @Test
    void overThousandsOfConnectionsNoEventIsLostOrOutOfOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            int[] sleeps = IntStream.range(0, 4)
                    .map(n -> random.nextInt(40) == 0 ? 1 : 0)
                    .toArray();
            assertThat(eventsWith(sleeps)).as("seed %d, connection %d", seed, i).isEqualTo(expected());
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

    /** Adds the handlers in their natural order, sleeping so many milliseconds before each, and returns what they saw. */
    private static List<String> eventsWith(int[] sleeps) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        WebSocket socket = new WebSocket(url);
        Thread.sleep(sleeps[0]);
        socket.onopen(event -> seen.add("open"));
        Thread.sleep(sleeps[1]);
        socket.addEventListener("message", (MessageEvent event) -> seen.add((String) event.data()));
        Thread.sleep(sleeps[2]);
        socket.onerror(event -> seen.add("error"));
        Thread.sleep(sleeps[3]);
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
