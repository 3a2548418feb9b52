package dev.parley.redis;

import dev.parley.pubsub.Refusal;
import dev.parley.pubsub.Refused;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * One life of a node's connections to Redis: one for commands, one for news; in a cluster two to each of its servers. Any thread.
 *
 * <p>Nothing is sent again by itself: what was under way when a connection ends fails, and whoever asked may ask again.
 */
final class Link {
    private final StatefulConnection<String, byte[]> connection;
    private final RedisClusterAsyncCommands<String, byte[]> commands;
    private final StatefulRedisPubSubConnection<String, byte[]> news;
    private final BiConsumer<Link, String> broken;
    private final RedisAddress.Kind kind;
    private volatile RedisServer server;
    private volatile long heardCommands = System.nanoTime();
    private volatile long heardNews = System.nanoTime();

    /** @param broken told, perhaps more than once, that this is of no use any more, and why */
    Link(
            StatefulConnection<String, byte[]> connection,
            RedisClusterAsyncCommands<String, byte[]> commands,
            StatefulRedisPubSubConnection<String, byte[]> news,
            RedisServer server,
            RedisAddress.Kind kind,
            BiConsumer<Link, String> broken) {
        this.connection = connection;
        this.commands = commands;
        this.news = news;
        this.server = server;
        this.kind = kind;
        this.broken = broken;
    }

    RedisServer server() {
        return server;
    }

    /** Whether it leads to many servers, each with a part of the topics. */
    boolean isCluster() {
        return kind == RedisAddress.Kind.CLUSTER;
    }

    /** Has Redis do something, in the order of the calls. Fails with {@link Refused}. */
    CompletionStage<List<Object>> call(Script script, String[] keys, byte[]... arguments) {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        commands.<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
                .whenComplete((result, failure) -> {
                    if (result != null) {
                        heardCommands = System.nanoTime();
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(
                                refused(failure == null ? new IllegalStateException("no answer") : failure));
                    }
                });
        return answer;
    }

    /** Begins to hear the news of a channel; fails if that cannot be asked for now. */
    CompletionStage<Void> subscribe(String channel) {
        return news.async().ssubscribe(channel);
    }

    void unsubscribe(String channel) {
        news.async().sunsubscribe(channel);
    }

    /** Asks whether Redis is there, on both ways. */
    void ping() {
        news.async().ping().thenRun(() -> heardNews = System.nanoTime());
    }

    /** How long one of the two ways has been silent, in nanoseconds. */
    long silence() {
        long now = System.nanoTime();
        return Math.max(now - heardCommands, now - heardNews);
    }

    /** Looks at the server's settings anew. */
    void inspect() {
        if (!isCluster()) {
            Dialer.inspect(commands, kind).thenAccept(found -> {
                server = found;
                if (!found.master()) {
                    broken.accept(this, "it is a replica now");
                }
            });
        }
    }

    void close() {
        if (connection.isOpen()) {
            connection.closeAsync();
        }
        if (news.isOpen()) {
            news.closeAsync();
        }
    }

    private Refused refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RedisCommandTimeoutException) {
            return new Refused(
                    Refusal.UNAVAILABLE, "Redis has not answered in time; it may do it all the same.", cause);
        }
        if (cause instanceof RedisNoScriptException) {
            loadScripts();
            return new Refused(Refusal.UNAVAILABLE, "Redis has forgotten the scripts; it is given them again.", cause);
        }
        String said = String.valueOf(cause.getMessage());
        if (cause instanceof RedisCommandExecutionException) {
            heardCommands = System.nanoTime();
            if (!isCluster() && (said.contains("READONLY") || said.contains("LOADING"))) {
                broken.accept(this, said);
            }
            return new Refused(Refusal.UNAVAILABLE, "Redis refuses: " + said, cause);
        }
        return new Refused(Refusal.UNAVAILABLE, "Redis cannot be reached: " + said, cause);
    }

    /** Gives Redis the scripts; a cluster, each of its servers. */
    CompletableFuture<Void> loadScripts() {
        return CompletableFuture.allOf(Arrays.stream(Script.values())
                .map(script -> commands.scriptLoad(script.text().getBytes(StandardCharsets.UTF_8))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }
}
