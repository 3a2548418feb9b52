package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.BackplaneContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("one-jdk")
class ContractTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @TestFactory
    Stream<DynamicTest> onOneServer() throws Exception {
        RedisProcess redis = new RedisProcess(directory);
        opened.add(redis);
        return checks(nodes(redis.address()));
    }

    @TestFactory
    Stream<DynamicTest> onACluster() throws Exception {
        RedisCluster cluster = new RedisCluster(directory, 3);
        opened.add(cluster);
        return checks(nodes(cluster.address()));
    }

    private List<Backplane> nodes(String address) throws Exception {
        List<Backplane> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RedisBackplane node = RedisBackplane.open(address, RedisOptions.DEFAULT);
            opened.add(node);
            assertThat(node.await(Duration.ofSeconds(30))).as(node.status()).isTrue();
            nodes.add(node);
        }
        return nodes;
    }

    private static Stream<DynamicTest> checks(List<Backplane> nodes) {
        int[] turn = new int[1];
        return BackplaneContract.checks(() -> nodes.get(turn[0]++ % nodes.size())).stream()
                .map(check -> DynamicTest.dynamicTest(check.sentence(), check::run));
    }
}
