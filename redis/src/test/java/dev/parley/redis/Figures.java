package dev.parley.redis;

import dev.parley.client.WebSocket;
import dev.parley.pubsub.Draft;
import dev.parley.pubsub.Entry;
import dev.parley.pubsub.Feed;
import dev.parley.pubsub.Payload;
import dev.parley.pubsub.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures what the page on scaling says; by {@code ./check --scale}. Everything is on this machine, so times are too long. */
class Figures {
    private static final int SUBSCRIBERS = 200;
    private static final int RATE = 50;
    private static final int SECONDS = 6;
    private static final int UNDER_WAY = 256;

    @TempDir
    Path folder;

    @Test
    void measure() throws Exception {
        String[] always = {"--appendonly", "yes", "--appendfsync", "always"};
        deliver("one node, log in memory", List.of("memory"), null);
        try (RedisProcess redis = new RedisProcess(folder.resolve("off"))) {
            deliver("one node, Redis", List.of(redis.address()), redis);
            deliver("two nodes, Redis", List.of(redis.address(), redis.address()), redis);
            append("Redis, nothing on disk, nobody follows", redis, 0);
            append("Redis, nothing on disk, two nodes follow", redis, 2);
            look(redis);
        }
        try (RedisProcess redis = new RedisProcess(folder.resolve("always"), always)) {
            deliver("two nodes, Redis, appendfsync always", List.of(redis.address(), redis.address()), redis);
            append("Redis, appendfsync always, nobody follows", redis, 0);
        }
    }

    /** One publishes at the first node; the others listen at the last one. */
    private static void deliver(String title, List<String> logs, RedisProcess redis) throws Exception {
        String topic = "figures-" + logs.size();
        List<NodeProcess> nodes = new ArrayList<>();
        for (String log : logs) {
            nodes.add(new NodeProcess(log, 256));
            nodes.get(nodes.size() - 1).awaitReady();
        }
        Thread.sleep(1_000);
        AtomicInteger count = new AtomicInteger();
        long[] nanos = new long[SUBSCRIBERS * RATE * SECONDS * 2];
        CountDownLatch subscribed = new CountDownLatch(SUBSCRIBERS);
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            WebSocket socket = new WebSocket(url(nodes.get(nodes.size() - 1), "listener" + i), "parley.v1");
            sockets.add(socket);
            socket.onmessage(event -> {
                String text = (String) event.data();
                if (text.startsWith("{\"type\":\"message\"")) {
                    int at = text.indexOf("\"data\":") + 7;
                    long sent = Long.parseLong(text.substring(at, text.indexOf('}', at)));
                    int index = count.getAndIncrement();
                    if (index < nanos.length) {
                        nanos[index] = System.nanoTime() - sent;
                    }
                } else if (text.startsWith("{\"type\":\"subscribed\"")) {
                    subscribed.countDown();
                } else if (text.startsWith("{\"type\":\"welcome\"")) {
                    socket.send("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
                }
            });
        }
        subscribed.await(30, TimeUnit.SECONDS);
        CountDownLatch open = new CountDownLatch(1);
        WebSocket publisher = new WebSocket(url(nodes.get(0), "publisher"), "parley.v1");
        publisher.onopen(event -> open.countDown());
        open.await(30, TimeUnit.SECONDS);
        publish(publisher, topic, 0, RATE * SECONDS);
        count.set(0);
        double before = cpu(nodes.get(nodes.size() - 1).pid());
        double beforeRedis = redis == null ? 0 : cpu(redis.pid());
        publish(publisher, topic, RATE * SECONDS, RATE * SECONDS);
        Thread.sleep(300);
        double cpu = cpu(nodes.get(nodes.size() - 1).pid()) - before;
        double cpuRedis = redis == null ? 0 : cpu(redis.pid()) - beforeRedis;
        int delivered = Math.min(count.get(), nanos.length);
        long[] sorted = Arrays.copyOf(nanos, delivered);
        Arrays.sort(sorted);
        System.out.printf(
                "%s: %d delivered to %d; publish to deliver %.2f ms median, %.2f ms 99 %%; the node that delivers %.1f us CPU"
                        + " each; Redis %.0f us CPU a message%n",
                title,
                delivered,
                SUBSCRIBERS,
                sorted[delivered / 2] / 1e6,
                sorted[delivered / 100 * 99] / 1e6,
                cpu * 1e6 / delivered,
                cpuRedis * 1e6 / (RATE * SECONDS));
        sockets.forEach(WebSocket::close);
        publisher.close();
        nodes.forEach(NodeProcess::close);
    }

    private static void publish(WebSocket publisher, String topic, int from, int messages) throws Exception {
        long next = System.nanoTime();
        for (int i = from; i < from + messages; i++) {
            publisher.send("{\"type\":\"publish\",\"topic\":\"" + topic + "\",\"id\":\"" + i + "\",\"data\":"
                    + System.nanoTime() + "}");
            next += TimeUnit.SECONDS.toNanos(1) / RATE;
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
    }

    /** As fast as it takes it, with some under way. */
    private static void append(String title, RedisProcess redis, int followers) throws Exception {
        RedisOptions options = RedisOptions.DEFAULT.withPrefix("figures" + followers);
        List<RedisBackplane> following = new ArrayList<>();
        AtomicLong news = new AtomicLong();
        for (int i = 0; i < followers; i++) {
            RedisBackplane follower = RedisBackplane.open(redis.address(), options);
            follower.await(Duration.ofSeconds(10));
            following.add(follower);
            for (int t = 0; t < 1_000; t++) {
                follower.follow(new TopicName("topic" + t), new Counting(news));
            }
        }
        try (RedisBackplane node = RedisBackplane.open(redis.address(), options)) {
            node.await(Duration.ofSeconds(10));
            Thread.sleep(1_000);
            Semaphore window = new Semaphore(UNDER_WAY);
            AtomicLong done = new AtomicLong();
            long start = 0;
            double before = 0;
            byte[] json = ("\"" + "x".repeat(98) + "\"").getBytes(StandardCharsets.UTF_8);
            long begun = System.nanoTime();
            long warm = begun + TimeUnit.SECONDS.toNanos(4);
            long end = warm + TimeUnit.SECONDS.toNanos(6);
            for (int i = 0; System.nanoTime() < end; i++) {
                if (start == 0 && System.nanoTime() > warm) {
                    start = System.nanoTime();
                    done.set(0);
                    before = cpu(redis.pid());
                }
                window.acquire();
                node.log()
                        .append(new TopicName("topic" + i % 1_000), new Draft("ada", "m" + i, Payload.json(json)))
                        .whenComplete((appended, failure) -> {
                            window.release();
                            if (failure == null) {
                                done.incrementAndGet();
                            }
                        });
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%s: %.0f messages of 100 bytes a second in 1,000 topics, %.1f us CPU of Redis each, %d news%n",
                    title, done.get() / seconds, (cpu(redis.pid()) - before) * 1e6 / done.get(), news.get());
        }
        following.forEach(RedisBackplane::close);
    }

    /** What nodes ask from time to time: where topics end, and who is still there. */
    private static void look(RedisProcess redis) throws Exception {
        List<TopicName> topics = new ArrayList<>();
        for (int t = 0; t < 1_000; t++) {
            topics.add(new TopicName("topic" + t));
        }
        try (RedisBackplane node = RedisBackplane.open(redis.address(), RedisOptions.DEFAULT.withPrefix("figures0"))) {
            node.await(Duration.ofSeconds(10));
            double before = cpu(redis.pid());
            for (int i = 0; i < 200; i++) {
                node.log().heads(topics).toCompletableFuture().join();
            }
            double heads = cpu(redis.pid()) - before;
            before = cpu(redis.pid());
            for (int i = 0; i < 100; i++) {
                topics.stream()
                        .map(topic -> node.announce(topic, "node", List.of(), List.of())
                                .toCompletableFuture())
                        .toList()
                        .forEach(CompletableFuture::join);
            }
            System.out.printf(
                    "Redis: %.1f us CPU to say where one topic ends, %.1f us to note that its members are still there%n",
                    heads * 1e6 / 200_000, (cpu(redis.pid()) - before) * 1e6 / 100_000);
        }
    }

    private record Counting(AtomicLong news) implements Feed {
        @Override
        public void onEntry(String epoch, Entry entry) {
            news.incrementAndGet();
        }

        @Override
        public void onDoubt() {}

        @Override
        public void onPresence() {}
    }

    private static String url(NodeProcess node, String user) {
        return "ws://127.0.0.1:" + node.port() + "/topics?" + user;
    }

    /** Seconds of processor time that a process has had. */
    private static double cpu(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }
}
