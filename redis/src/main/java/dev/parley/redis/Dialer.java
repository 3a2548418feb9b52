package dev.parley.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Makes a {@link Link}. One caller at a time, who waits. */
final class Dialer implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisAddress address;
    private final RedisOptions options;
    private final ClientResources resources;
    private final AbstractRedisClient client;

    Dialer(RedisAddress address, RedisOptions options) {
        this.address = address;
        this.options = options;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        this.client = address.kind() == RedisAddress.Kind.CLUSTER ? cluster() : single();
    }

    /**
     * Connects.
     *
     * @param listener hears the news
     * @param broken told when the link is of no use any more
     * @throws Exception if that does not succeed in time
     */
    Link dial(RedisPubSubListener<String, byte[]> listener, BiConsumer<Link, String> broken) throws Exception {
        if (client instanceof RedisClusterClient many) {
            StatefulRedisClusterConnection<String, byte[]> connection = many.connect(CODEC);
            try {
                reachAll(connection);
                StatefulRedisClusterPubSubConnection<String, byte[]> news = many.connectPubSub(CODEC);
                news.setNodeMessagePropagation(true);
                return link(connection, connection.async(), news, listener, broken);
            } catch (Exception e) {
                connection.closeAsync();
                throw e;
            }
        }
        RedisURI uri = address.uris().get(0);
        StatefulRedisConnection<String, byte[]> connection = ((RedisClient) client).connect(CODEC, uri);
        try {
            StatefulRedisPubSubConnection<String, byte[]> news = ((RedisClient) client).connectPubSub(CODEC, uri);
            return link(connection, connection.async(), news, listener, broken);
        } catch (Exception e) {
            connection.closeAsync();
            throw e;
        }
    }

    private Link link(
            StatefulConnection<String, byte[]> connection,
            RedisClusterAsyncCommands<String, byte[]> commands,
            StatefulRedisPubSubConnection<String, byte[]> news,
            RedisPubSubListener<String, byte[]> listener,
            BiConsumer<Link, String> broken)
            throws Exception {
        boolean isCluster = address.kind() == RedisAddress.Kind.CLUSTER;
        try {
            RedisServer server = await(inspect(commands, address.kind()));
            if (server.isTooOld()) {
                throw new IllegalStateException(
                        "it is version " + server.version() + ", and " + RedisServer.OLDEST + ".0 or newer is needed");
            }
            if (!isCluster && !server.master()) {
                throw new IllegalStateException("it is a replica, and takes no writes");
            }
            Link link = new Link(connection, commands, news, server, address.kind(), broken);
            await(link.loadScripts());
            news.addListener(listener);
            if (!isCluster) {
                endsWith(connection, link, broken);
                endsWith(news, link, broken);
                if (!connection.isOpen() || !news.isOpen()) {
                    throw new IllegalStateException("the connection has ended");
                }
            }
            return link;
        } catch (Exception e) {
            news.closeAsync();
            throw e;
        }
    }

    private static void endsWith(StatefulConnection<?, ?> connection, Link link, BiConsumer<Link, String> broken) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
                broken.accept(link, "the connection has ended");
            }

            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress to) {}
        });
    }

    /** What is at the other end. */
    static CompletableFuture<RedisServer> inspect(
            RedisClusterAsyncCommands<String, byte[]> commands, RedisAddress.Kind kind) {
        CompletableFuture<Map<String, String>> config = commands.configGet(
                        "appendonly", "appendfsync", "maxmemory", "maxmemory-policy")
                .toCompletableFuture()
                .exceptionally(failure -> Map.of());
        return commands.info()
                .toCompletableFuture()
                .thenCombine(config, (info, settings) -> RedisServer.of(kind, info, settings));
    }

    /** Connects to each server of a cluster before anything is sent: what waits for a connection may lose its order. */
    private void reachAll(StatefulRedisClusterConnection<String, byte[]> connection) throws Exception {
        Set<String> reached = new HashSet<>();
        for (RedisClusterNode node : connection.getPartitions()) {
            if (node.getSlots().isEmpty() || !reached.add(node.getNodeId())) {
                continue;
            }
            int i = 0;
            while (!node.hasSlot(SlotHash.getSlot(options.prefix() + i))) {
                i++;
            }
            reach(connection, options.prefix() + i);
        }
    }

    /** The first commands for a server are refused while it is being connected to. */
    private void reach(StatefulRedisClusterConnection<String, byte[]> connection, String key) throws Exception {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        while (true) {
            try {
                await(connection.async().exists(key).toCompletableFuture());
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private RedisClient single() {
        RedisClient made = RedisClient.create(resources, address.uris().get(0));
        made.setOptions(common(ClientOptions.builder()).autoReconnect(false).build());
        address.uris().get(0).setTimeout(options.timeout());
        return made;
    }

    private RedisClusterClient cluster() {
        address.uris().forEach(uri -> uri.setTimeout(options.timeout()));
        RedisClusterClient made = RedisClusterClient.create(resources, address.uris());
        ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
        common(builder);
        Duration refresh = Duration.ofSeconds(10);
        made.setOptions(builder.autoReconnect(true)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(refresh)
                        .adaptiveRefreshTriggersTimeout(options.timeout())
                        .build())
                .build());
        return made;
    }

    private <B extends ClientOptions.Builder> B common(B builder) {
        builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(options.timeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.timeout())
                        .keepAlive(true)
                        .build());
        options.authorities()
                .ifPresent(pem -> builder.sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(pem.toFile())
                        .build()));
        return builder;
    }

    @Override
    public void close() {
        client.shutdownAsync(0, 1, TimeUnit.SECONDS)
                .whenComplete((done, failure) -> resources.shutdown(0, 1, TimeUnit.SECONDS));
    }
}
