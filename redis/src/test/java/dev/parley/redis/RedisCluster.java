package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Some redis-servers that are a cluster, each with a part of the slots. One caller at a time. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;

    final List<RedisProcess> servers = new ArrayList<>();

    RedisCluster(Path directory, int size) throws Exception {
        for (int i = 0; i < size; i++) {
            servers.add(new RedisProcess(
                    directory.resolve("server" + i),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "1000",
                    "--cluster-require-full-coverage",
                    "no"));
        }
        for (int i = 0; i < size; i++) {
            RedisProcess server = servers.get(i);
            server.tell("CLUSTER ADDSLOTSRANGE " + SLOTS * i / size + " " + (SLOTS * (i + 1) / size - 1));
            server.tell("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            server.tell("CLUSTER MEET 127.0.0.1 " + servers.get(0).port());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!servers.stream()
                .allMatch(server -> server.tell("CLUSTER INFO").contains("cluster_state:ok")
                        && server.tell("CLUSTER INFO").contains("cluster_known_nodes:" + size)
                        && server.tell("CLUSTER INFO").contains("cluster_slots_ok:" + SLOTS))) {
            assertThat(System.nanoTime()).as("the cluster is whole").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    String address() {
        return "redis-cluster://"
                + servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        servers.forEach(RedisProcess::close);
    }
}
