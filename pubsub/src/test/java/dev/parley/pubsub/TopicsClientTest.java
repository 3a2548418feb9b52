package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Destination;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.topics.Ack;
import dev.parley.topics.Message;
import dev.parley.topics.Payload;
import dev.parley.topics.Place;
import dev.parley.topics.PresenceNews;
import dev.parley.topics.SubscribeOptions;
import dev.parley.topics.Subscription;
import dev.parley.topics.TopicListener;
import dev.parley.topics.TopicsClient;
import dev.parley.topics.TopicsClientOptions;
import dev.parley.topics.TopicsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client, over real sockets that are cut. */
class TopicsClientTest {
    private static final long PATIENCE = 60;

    /** "mine" is for nobody. */
    private static final Permissions RULES = new Permissions() {
        @Override
        public boolean maySubscribe(String user, TopicName topic) {
            return !topic.text().equals("mine");
        }

        @Override
        public boolean mayPublish(String user, TopicName topic) {
            return !topic.text().equals("mine");
        }
    };

    /** What this test has started, the last first. */
    private final List<AutoCloseable> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    @Test
    void whateverIsCutEachHearsAllOnceAndInOrderAndWhatIsAcknowledgedStandsThereOnce() throws Exception {
        long seed = Long.getLong("relay.seed", System.nanoTime());
        System.out.println("the relay cuts by seed " + seed);
        int each = Integer.getInteger("relay.messages", 120);
        Log log = new UnreliableLog(new MemoryLog(LogOptions.DEFAULT), new Random(seed));
        Server server = serve(new EmbeddedBackplane(log));
        CuttingRelay relay = keep(new CuttingRelay(server.address().getPort(), seed, 20_000));
        List<Heard> heard = new ArrayList<>();
        List<CompletableFuture<Ack>> acks = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            TopicsClient client = client(relay.port(), "user" + c);
            Heard listener = new Heard();
            heard.add(listener);
            client.subscribe("room", SubscribeOptions.DEFAULT.withFrom(new Place(epoch(log), 0)), listener);
            for (int i = 0; i < each; i++) {
                acks.add(client.publish("room", Payload.text("from " + c + ": " + i + "x".repeat(i % 200)))
                        .toCompletableFuture());
                if (i % 25 == 0) {
                    Thread.sleep(5);
                }
            }
        }
        CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(PATIENCE, TimeUnit.SECONDS);
        relay.heal();
        Map<String, Long> acked = new HashMap<>();
        for (CompletableFuture<Ack> ack : acks) {
            assertThat(acked.put(ack.join().id(), ack.join().place().offset())).isNull();
        }
        assertThat(new HashSet<>(acked.values()))
                .as("each has a place of its own")
                .hasSize(4 * each);
        List<Message> first = heard.get(0).messages(4 * each);
        for (Heard listener : heard) {
            List<Message> all = listener.messages(4 * each);
            assertThat(all).as("seed " + seed).isEqualTo(first);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).place().offset()).isEqualTo(i + 1);
            }
            assertThat(listener.losses).isEmpty();
        }
        first.forEach(message ->
                assertThat(acked).containsEntry(message.id(), message.place().offset()));
        assertThat(relay.cuts()).as("it was cut").isGreaterThan(5);
    }

    @Test
    void aServerThatStartsAgainWithItsFileLosesNothingAndTheOutboxWaitsForIt() throws Exception {
        FileLog before = FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT);
        Backplane backplane = new EmbeddedBackplane(before);
        Topics topics = Topics.start(TopicsOptions.DEFAULT, backplane, RULES);
        Server server = start(topics);
        CuttingRelay relay = keep(new CuttingRelay(server.address().getPort(), 1, 0));
        TopicsClient client = client(relay.port(), "ada");
        Heard heard = new Heard();
        client.subscribe("room", heard);
        heard.joined.get(PATIENCE, TimeUnit.SECONDS);
        Ack first = client.publish("room", Payload.text("before"))
                .toCompletableFuture()
                .get(PATIENCE, TimeUnit.SECONDS);
        assertThat(first.durability()).isEqualTo("process");
        relay.cut();
        server.close();
        topics.close();
        backplane.close();
        CompletableFuture<Ack> meanwhile =
                client.publish("room", Payload.text("meanwhile")).toCompletableFuture();
        assertThat(client.waiting()).isEqualTo(1);
        Server again = serve(new EmbeddedBackplane(FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT)));
        relay.leadTo(again.address().getPort());
        assertThat(meanwhile.get(PATIENCE, TimeUnit.SECONDS).place())
                .isEqualTo(new Place(first.place().epoch(), 2));
        assertThat(heard.messages(2))
                .extracting(message -> message.payload().text())
                .containsExactly("before", "meanwhile");
        assertThat(heard.losses).isEmpty();
    }

    @Test
    void aServerThatStartsAgainWithoutItsMessagesIsSaidToHaveLostThem() throws Exception {
        Server server = serve(new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)));
        CuttingRelay relay = keep(new CuttingRelay(server.address().getPort(), 1, 0));
        TopicsClient client = client(relay.port(), "ada");
        Heard heard = new Heard();
        client.subscribe("room", heard);
        client.publish("room", Payload.text("before")).toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
        heard.messages(1);
        Server other = serve(new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)));
        relay.leadTo(other.address().getPort());
        relay.cut();
        assertThat(heard.losses.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("epoch_changed");
        client.publish("room", Payload.text("after")).toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
        assertThat(heard.messages(2).get(1).payload().text()).isEqualTo("after");
    }

    @Test
    void whatIsRefusedFailsAndWhatIsTooMuchDoesNotWait() throws Exception {
        Server server = serve(new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)));
        TopicsClient client = client(server.address().getPort(), "ada");
        CompletableFuture<TopicsException> refused = new CompletableFuture<>();
        client.subscribe("mine", new TopicListener() {
            @Override
            public void onMessage(Message message) {}

            @Override
            public void onRefused(TopicsException why) {
                refused.complete(why);
            }
        });
        assertThat(refused.get(PATIENCE, TimeUnit.SECONDS).code()).isEqualTo("forbidden");
        assertThat(code(client.publish("mine", Payload.text("x")))).isEqualTo("forbidden");
        int limit = TopicsOptions.DEFAULT.maxPayloadBytes();
        assertThat(code(client.publish("room", Payload.binary(new byte[limit + 1]))))
                .isEqualTo("too_large");
        client.publish("room", Payload.binary(new byte[limit]))
                .toCompletableFuture()
                .get(PATIENCE, TimeUnit.SECONDS);
        assertThatThrownBy(() -> client.subscribe("no room", message -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Payload.json("{} {}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Payload.json("[1,")).isInstanceOf(IllegalArgumentException.class);

        TopicsClient alone = client(1, "nobody there"); // a port that nobody listens to
        List<CompletionStage<Ack>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(alone.publish("room", Payload.text("x")));
        }
        assertThat(alone.waiting()).isEqualTo(8);
        assertThat(code(alone.publish("room", Payload.text("one too many")))).isEqualTo(TopicsException.OUTBOX_FULL);
        alone.close();
        for (CompletionStage<Ack> stage : waiting) {
            assertThat(code(stage)).isEqualTo(TopicsException.CLOSED);
        }
    }

    @Test
    void whoIsThereAndWhatWasSaidCanBeAsked() throws Exception {
        Server server = serve(new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)));
        TopicsClient ada = client(server.address().getPort(), "ada");
        BlockingQueue<PresenceNews> news = new LinkedBlockingQueue<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        ada.subscribe("room", SubscribeOptions.DEFAULT.withPresence(true), new TopicListener() {
            @Override
            public void onMessage(Message message) {}

            @Override
            public void onSubscribed(Subscription subscription) {
                subscribed.countDown();
            }

            @Override
            public void onPresence(PresenceNews more) {
                news.add(more);
            }
        });
        assertThat(subscribed.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        TopicsClient grace = client(server.address().getPort(), "grace");
        Subscription there = grace.subscribe("room", message -> {});
        assertThat(news.poll(PATIENCE, TimeUnit.SECONDS).came())
                .extracting("user")
                .containsExactly("grace");
        assertThat(ada.presence("room")
                        .toCompletableFuture()
                        .get(PATIENCE, TimeUnit.SECONDS)
                        .members())
                .extracting("user")
                .containsExactlyInAnyOrder("ada", "grace");
        for (int i = 1; i <= 5; i++) {
            grace.publish("room", Payload.json("{\"n\": " + i + " }"))
                    .toCompletableFuture()
                    .get(PATIENCE, TimeUnit.SECONDS);
        }
        assertThat(ada.history("room", 2)
                        .toCompletableFuture()
                        .get(PATIENCE, TimeUnit.SECONDS)
                        .messages())
                .extracting(message -> message.payload().json())
                .containsExactly("{\"n\": 4 }", "{\"n\": 5 }");
        assertThat(ada.history("room", 2, 4)
                        .toCompletableFuture()
                        .get(PATIENCE, TimeUnit.SECONDS)
                        .messages())
                .extracting(message -> message.place().offset())
                .containsExactly(2L, 3L);
        there.close();
        assertThat(news.poll(PATIENCE, TimeUnit.SECONDS).left())
                .extracting("user")
                .containsExactly("grace");
    }

    @Test
    void whoHasLeftHearsNothingAndMayComeAgain() throws Exception {
        Server server = serve(new EmbeddedBackplane(new MemoryLog(LogOptions.DEFAULT)));
        TopicsClient client = client(server.address().getPort(), "ada");
        for (int i = 0; i < 50; i++) {
            Heard heard = new Heard();
            Subscription subscription = client.subscribe("room", heard);
            assertThatThrownBy(() -> client.subscribe("room", heard)).isInstanceOf(IllegalStateException.class);
            client.publish("room", Payload.text("x"));
            if (i % 2 == 0) {
                heard.joined.get(PATIENCE, TimeUnit.SECONDS);
            }
            subscription.close();
        }
        Heard last = new Heard();
        client.subscribe("room", SubscribeOptions.DEFAULT.withHistory(10), last);
        client.publish("room", Payload.text("y")).toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
        while (!last.messages.poll(PATIENCE, TimeUnit.SECONDS).payload().text().equals("y")) {
            // what was said before
        }
    }

    // ---- what it takes ----

    private static String code(CompletionStage<?> stage) throws Exception {
        try {
            stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
            return "";
        } catch (java.util.concurrent.ExecutionException | CompletionException e) {
            return ((TopicsException) e.getCause()).code();
        }
    }

    private static String epoch(Log log) throws Exception {
        return log.read(new TopicName("room"), 0, 1).toCompletableFuture().get().epoch();
    }

    private TopicsClient client(int port, String user) {
        TopicsClientOptions options = TopicsClientOptions.DEFAULT;
        if (port == 1) {
            options = options.withOutbox(8, 1_000);
        }
        return keep(new TopicsClient(
                () -> new Destination("ws://127.0.0.1:" + port + "/topics?" + user.replace(' ', '+')),
                options.withPingInterval(Duration.ofMillis(500))
                        .withReconnect(options.reconnect().withDelays(Duration.ofMillis(20), Duration.ofMillis(200)))));
    }

    private Server serve(Backplane backplane) throws Exception {
        keep(backplane::close);
        return start(keep(Topics.start(TopicsOptions.DEFAULT, backplane, RULES)));
    }

    private Server start(Topics topics) throws Exception {
        Routes routes = topics.addTo(Routes.NONE, "/topics", request -> request.query());
        return keep(Server.start(ServerOptions.DEFAULT.withPort(0).withThreads(2), routes));
    }

    private <T extends AutoCloseable> T keep(T one) {
        started.add(one);
        return one;
    }

    /** Notes all that it is told. */
    private static final class Heard implements TopicListener {
        final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<String> losses = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> joined = new CompletableFuture<>();
        private final List<Message> taken = new ArrayList<>();

        @Override
        public void onMessage(Message message) {
            messages.add(message);
        }

        @Override
        public void onLost(Place place, String reason) {
            losses.add(reason);
        }

        @Override
        public void onSubscribed(Subscription subscription) {
            joined.complete(null);
        }

        /** All of them, when there are so many. */
        List<Message> messages(int count) throws InterruptedException {
            while (taken.size() < count) {
                Message next = messages.poll(PATIENCE, TimeUnit.SECONDS);
                assertThat(next).as("after " + taken.size()).isNotNull();
                taken.add(next);
            }
            return taken;
        }
    }

    /** Says now and then that it cannot be reached, when it has done what was asked and when it has not. */
    private record UnreliableLog(Log log, Random random) implements Log {
        @Override
        public Durability durability() {
            return log.durability();
        }

        @Override
        public CompletionStage<Appended> append(TopicName topic, Draft draft) {
            int chance;
            synchronized (random) {
                chance = random.nextInt(50);
            }
            if (chance == 0) {
                return CompletableFuture.failedStage(new Refused(Refusal.UNAVAILABLE, "not done"));
            }
            CompletionStage<Appended> done = log.append(topic, draft);
            return chance == 1
                    ? CompletableFuture.failedStage(new Refused(Refusal.UNAVAILABLE, "done, perhaps"))
                    : done;
        }

        @Override
        public CompletionStage<Slice> read(TopicName topic, long after, int max) {
            return log.read(topic, after, max);
        }

        @Override
        public CompletionStage<Map<TopicName, Position>> heads(Collection<TopicName> topics) {
            return log.heads(topics);
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
