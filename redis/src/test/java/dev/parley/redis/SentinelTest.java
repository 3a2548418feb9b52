package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.pubsub.Appended;
import dev.parley.pubsub.Durability;
import dev.parley.pubsub.Position;
import dev.parley.pubsub.TopicName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("one-jdk")
class SentinelTest {
    @TempDir
    Path directory;

    @Test
    void whenAReplicaTakesThePlaceNodesFollowAndEpochsAreNew() throws Exception {
        TopicName topic = new TopicName("room");
        String[] safe = {"--appendonly", "yes", "--appendfsync", "always"};
        try (RedisProcess master = new RedisProcess(directory.resolve("master"), safe);
                RedisProcess replica = new RedisProcess(
                        directory.resolve("replica"),
                        "--replicaof",
                        "127.0.0.1 " + master.port(),
                        "--repl-diskless-sync-delay",
                        "0");
                RedisProcess sentinel = sentinel(master.port())) {
            RedisLogTest.until(() -> replica.tell("INFO replication").contains("master_link_status:up"));
            RedisLogTest.until(() -> sentinel.tell("INFO sentinel").contains("slaves=1"));
            String address = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#service";
            try (RedisBackplane node = RedisBackplane.open(
                    address, RedisOptions.DEFAULT.withHeartbeat(Duration.ofMillis(100), Duration.ofSeconds(3)))) {
                assertThat(node.await(Duration.ofSeconds(30))).as(node.status()).isTrue();
                assertThat(node.log().durability()).isEqualTo(Durability.MEMORY);
                assertThat(node.status()).contains("a replica may take its place");
                Appended before = RedisLogTest.done(node.log().append(topic, RedisLogTest.draft("a")));
                master.kill();
                Position[] after = new Position[1];
                RedisLogTest.until(() -> {
                    try {
                        after[0] = RedisLogTest.done(node.log().heads(List.of(topic)))
                                .get(topic);
                        return true;
                    } catch (CompletionException e) {
                        return false;
                    }
                });
                assertThat(after[0].epoch()).isNotEqualTo(before.position().epoch());
            }
        }
    }

    private RedisProcess sentinel(int master) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("sentinel"));
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(
                file,
                "sentinel monitor service 127.0.0.1 " + master + " 1\n"
                        + "sentinel down-after-milliseconds service 300\n"
                        + "sentinel failover-timeout service 3000\n");
        return RedisProcess.sentinel(folder, file);
    }
}
