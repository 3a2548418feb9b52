package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients, a server and sockets, as they are. */
class TopicsOverWebSocketTest {
    private static final TopicName ROOM = new TopicName("room");

    private final Topics topics = Topics.start(
            TopicsOptions.DEFAULT, new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)), Permissions.ALL);
    private final List<WebSocket> sockets = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        Routes routes =
                Routes.NONE.webSocket("/topics", topics.handler(request -> request.query()), Topics.SUBPROTOCOLS);
        server = Server.start(ServerOptions.DEFAULT.withPort(0).withThreads(2), routes);
    }

    @AfterEach
    void stop() {
        sockets.forEach(WebSocket::close);
        topics.close();
        server.close();
    }

    @Test
    void onAnExecutorItIsTheSame() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (Server busy = Server.start(
                ServerOptions.DEFAULT.withPort(0).withThreads(2).withExecutor(executor),
                Routes.NONE.webSocket("/topics", topics.handler(request -> request.query()), Topics.SUBPROTOCOLS))) {
            server.close();
            server = busy;
            whatOneSaysAllHearInOneOrder();
            sockets.forEach(WebSocket::close);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void whatOneSaysAllHearInOneOrder() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Client client = new Client("user" + i);
            client.say("{\"type\":\"subscribe\",\"ref\":1,\"topic\":\"room\"}");
            assertThat(client.next("subscribed")).containsEntry("offset", 0L);
            clients.add(client);
        }
        String large = "x".repeat(5_000); // goes out compressed
        for (int i = 0; i < 40; i++) {
            clients.get(i % 8)
                    .say("{\"type\":\"publish\",\"ref\":2,\"topic\":\"room\",\"id\":\"" + i + "\",\"data\":\""
                            + (i % 2 == 0 ? large : "small") + i + "\"}");
        }
        List<Object> first = null;
        for (Client client : clients) {
            List<Object> heard = new ArrayList<>();
            for (long offset = 1; offset <= 40; offset++) {
                Map<String, Object> message = client.next("message");
                assertThat(message).containsEntry("offset", offset);
                heard.add(message.get("data"));
            }
            first = first == null ? heard : first;
            assertThat(heard).isEqualTo(first).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAnyThreadPublishesIsHeard() throws Exception {
        Client client = new Client("ada");
        client.say("{\"type\":\"subscribe\",\"ref\":1,\"topic\":\"room\"}");
        client.next("subscribed");
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String from = "thread" + t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 250; i++) {
                    Payload payload = Payload.json("{}".getBytes(StandardCharsets.UTF_8));
                    topics.publish(ROOM, new Draft(from, "m" + i, payload));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (long offset = 1; offset <= 1_000; offset++) {
            assertThat(client.next("message")).containsEntry("offset", offset);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void whoComesBackMissesNothing() throws Exception {
        Client client = new Client("ada");
        client.say("{\"type\":\"subscribe\",\"ref\":1,\"topic\":\"room\"}");
        String epoch = (String) client.next("subscribed").get("epoch");
        publish(1, 10);
        for (int i = 0; i < 10; i++) {
            client.next("message");
        }
        client.socket.close();
        publish(11, 900);
        Client again = new Client("ada");
        again.say("{\"type\":\"subscribe\",\"ref\":1,\"topic\":\"room\",\"epoch\":\"" + epoch + "\",\"offset\":10}");
        assertThat(again.next("subscribed")).containsEntry("recovered", true);
        publish(901, 910);
        for (long offset = 11; offset <= 910; offset++) {
            assertThat(again.next("message")).containsEntry("offset", offset);
        }
    }

    @Test
    void whoIsNobodyIsSentAway() throws Exception {
        BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        WebSocket socket = new WebSocket(url(""), "parley.v1");
        sockets.add(socket);
        socket.onclose(event -> closed.add(event.code()));
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo(1008);
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            Payload payload = Payload.json(("\"" + "y".repeat(1_500) + i + "\"").getBytes(StandardCharsets.UTF_8));
            topics.publish(ROOM, new Draft("server", "s" + i, payload))
                    .toCompletableFuture()
                    .join();
        }
    }

    private String url(String user) {
        return "ws://127.0.0.1:" + server.address().getPort() + "/topics?" + user;
    }

    private final class Client {
        final WebSocket socket;
        private final BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();

        Client(String user) throws Exception {
            socket = new WebSocket(url(user), "parley.v1");
            sockets.add(socket);
            socket.onmessage(event -> heard.add(Json.object(((String) event.data()).getBytes(StandardCharsets.UTF_8))));
            assertThat(next("welcome")).containsEntry("user", user);
            assertThat(socket.protocol()).isEqualTo("parley.v1");
        }

        void say(String json) {
            socket.send(json);
        }

        /** The next message of a type; others before it are passed over. */
        Map<String, Object> next(String type) throws InterruptedException {
            while (true) {
                Map<String, Object> message = heard.poll(20, TimeUnit.SECONDS);
                assertThat(message).as("waiting for " + type).isNotNull();
                if (message.get("type").equals(type)) {
                    return message;
                }
            }
        }
    }
}
