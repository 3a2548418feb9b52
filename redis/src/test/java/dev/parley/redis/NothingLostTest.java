package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.redis.Witness.Name;
import dev.parley.redis.Witness.Place;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Redis, three nodes and their clients, all real, of which each is killed and stopped in every way; what clients were told is held
 * against what Redis has in the end. {@code -Dkill.minutes=N} goes on for so long with more of everything, {@code -Dkill.seed=S}
 * chooses what happens when.
 */
@Tag("one-jdk")
class NothingLostTest {
    /** Says of each connection that it was lost, which is what this is about. */
    private static final Logger CLIENTS_LOG = Logger.getLogger("dev.parley.client");

    private static final int MINUTES = Integer.getInteger("kill.minutes", 0);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int CLIENTS = MINUTES > 0 ? 200 : 24;
    private static final int TOPICS = MINUTES > 0 ? 50 : 8;
    private static final int TOPICS_OF_CLIENT = 4;
    /** Longer than every wait of nodes and clients. */
    private static final long TOO_LONG_MILLIS = 3_000;

    private interface Fault {
        void happen() throws Exception;
    }

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Witness witness = new Witness();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
    private RedisProcess redis;
    private boolean mayHaveLost;

    @AfterEach
    void end() throws Exception {
        clients.forEach(Client::end);
        timer.shutdownNow();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void whatWasAcknowledgedIsDeliveredOnceAndInOrderOrToldToBeLost() throws Exception {
        begin();
        if (MINUTES == 0) {
            killRedis();
            stopRedis();
            stopANodeAndLoseTheWayOfAnother();
            restartEachNode();
            Map<String, Place> heads = settle();
            assertThat(mayHaveLost).isFalse();
            assertThat(witness.losses.get()).as("losses told").isZero();
            assertThat(witness.durabilities.keySet()).containsExactly("power");
            assertThat(heads).hasSize(TOPICS);
            emptyRedis();
            settle();
            assertThat(witness.losses.get()).as("losses told").isPositive();
        } else {
            List<Fault> faults = List.of(
                    this::killANode,
                    this::killRedis,
                    this::stopRedis,
                    this::stopANodeAndLoseTheWayOfAnother,
                    this::restartEachNode,
                    this::emptyRedis);
            long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            for (int i = 0; System.nanoTime() < until; i++) {
                // All but the last, then any.
                faults.get(i < 5 ? i : random.nextInt(faults.size())).happen();
                if (i % 5 == 4) {
                    settle();
                    System.out.println(witness);
                }
            }
            settle();
        }
        System.out.println(witness + ", seed " + SEED);
    }

    private void begin() throws Exception {
        CLIENTS_LOG.setLevel(Level.OFF);
        redis = new RedisProcess(directory, "--appendonly", "yes", "--appendfsync", "always");
        opened.add(redis);
        for (int i = 0; i < 3; i++) {
            Relay relay = new Relay(redis.port());
            relays.add(relay);
            opened.add(relay);
            NodeProcess node = new NodeProcess(relay.address());
            nodes.add(node);
            opened.add(node);
        }
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
        List<Integer> ports = nodes.stream().map(NodeProcess::port).toList();
        for (int i = 0; i < CLIENTS; i++) {
            List<String> topics = new ArrayList<>();
            for (int t = 0; t < TOPICS_OF_CLIENT; t++) {
                topics.add("topic" + (i + t * (1 + i / TOPICS % 3)) % TOPICS);
            }
            Client client = new Client("user" + i, ports, topics, witness, timer, random.nextLong());
            clients.add(client);
            client.connect();
            timer.scheduleWithFixedDelay(client::publish, 500 + i, MINUTES > 0 ? 500 : 100, TimeUnit.MILLISECONDS);
        }
        underLoad(100);
    }

    // ---- faults, each of which is over when it returns, but for its consequences ----

    private void killANode() throws Exception {
        NodeProcess node = nodes.get(random.nextInt(3));
        node.kill();
        underLoad(100);
        node.launch();
        node.awaitReady();
        underLoad(50);
    }

    private void killRedis() throws Exception {
        redis.kill();
        Thread.sleep(random.nextInt(1_000));
        redis.start();
        underLoad(50);
    }

    private void stopRedis() throws Exception {
        redis.signal("STOP");
        Thread.sleep(TOO_LONG_MILLIS);
        redis.signal("CONT");
        underLoad(50);
    }

    private void stopANodeAndLoseTheWayOfAnother() throws Exception {
        int stopped = random.nextInt(3);
        nodes.get(stopped).signal("STOP");
        relays.get((stopped + 1) % 3).hole();
        Thread.sleep(TOO_LONG_MILLIS);
        nodes.get(stopped).signal("CONT");
        relays.get((stopped + 1) % 3).heal();
        underLoad(50);
    }

    private void restartEachNode() throws Exception {
        for (NodeProcess node : nodes) {
            if (node == nodes.get(0)) {
                node.kill();
            } else {
                node.terminate();
            }
            node.launch();
            node.awaitReady();
        }
        underLoad(50);
    }

    private void emptyRedis() throws Exception {
        mayHaveLost = true;
        redis.kill();
        deleteAll(directory.resolve("appendonlydir"));
        redis.start();
        underLoad(50);
    }

    /** Waits until so many more messages were acknowledged. */
    private void underLoad(int messages) throws Exception {
        int goal = witness.acked() + messages;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (witness.acked() < goal) {
            assertThat(System.nanoTime())
                    .as("messages are acknowledged; so far " + witness)
                    .isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    // ---- the end ----

    /** Waits until everybody has everything, and holds it against what Redis has. */
    private Map<String, Place> settle() throws Exception {
        timer.getQueue().stream()
                .filter(task -> task instanceof RunnableScheduledFuture<?> scheduled && scheduled.isPeriodic())
                .toList()
                .forEach(timer::remove);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Map<String, Map.Entry<String, Map<Long, Name>>> logs = logs();
            Map<String, Place> heads = new HashMap<>();
            logs.forEach((topic, log) -> heads.put(
                    topic, new Place(topic, log.getKey(), log.getValue().size())));
            List<String> behind = clients.stream()
                    .map(client -> client.behind(heads))
                    .filter(why -> !why.isEmpty())
                    .toList();
            if (behind.isEmpty()) {
                assertThat(witness.wrong(logs, mayHaveLost))
                        .as("what may not be, with the seed " + SEED)
                        .isEmpty();
                for (int i = 0; i < CLIENTS; i++) {
                    timer.scheduleWithFixedDelay(
                            clients.get(i)::publish, i, MINUTES > 0 ? 500 : 100, TimeUnit.MILLISECONDS);
                }
                return heads;
            }
            assertThat(System.nanoTime())
                    .as("everybody has everything, with the seed " + SEED + "; but " + behind)
                    .isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private Map<String, Map.Entry<String, Map<Long, Name>>> logs() {
        Map<String, Map.Entry<String, Map<Long, Name>>> logs = new HashMap<>();
        RedisClient client = RedisClient.create(RedisURI.create(redis.address()));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            for (int i = 0; i < TOPICS; i++) {
                String topic = "topic" + i;
                Map<Long, Name> names = new HashMap<>();
                for (StreamMessage<String, String> entry :
                        connection.sync().xrange("parley:{" + topic + "}:log", Range.unbounded())) {
                    names.put(
                            Long.parseLong(entry.getId().split("-")[0]),
                            new Name(
                                    topic,
                                    entry.getBody().get("f"),
                                    entry.getBody().get("i")));
                }
                String epoch = connection.sync().hget("parley:{" + topic + "}:meta", "epoch");
                logs.put(topic, Map.entry(epoch == null ? "" : epoch, names));
            }
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
        return logs;
    }

    private static void deleteAll(Path folder) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
