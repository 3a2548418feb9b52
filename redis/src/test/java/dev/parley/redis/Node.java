package dev.parley.redis;

import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.EmbeddedBackplane;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.MemoryLog;
import dev.parley.pubsub.Permissions;
import dev.parley.pubsub.Topics;
import dev.parley.pubsub.TopicsOptions;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server of topics on Redis, until it is told to end. */
final class Node {
    /** Impatient, so that a test need not wait long for what takes longer than every wait. */
    static final RedisOptions OPTIONS = RedisOptions.DEFAULT
            .withLog(LogOptions.DEFAULT.withMaxMessages(1_000_000))
            .withTimeout(Duration.ofMillis(1_000))
            .withHeartbeat(Duration.ofMillis(250), Duration.ofMillis(1_500))
            .withMaxPause(Duration.ofMillis(500));

    private Node() {}

    /** @param args the address of Redis, or {@code memory} for none, and the port to listen on */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE); // that Redis is away is what this is about
        Backplane backplane = args[0].equals("memory")
                ? new EmbeddedBackplane(new MemoryLog(OPTIONS.log()))
                : RedisBackplane.open(args[0], OPTIONS);
        Topics topics = Topics.start(
                TopicsOptions.DEFAULT.withHeadInterval(Duration.ofSeconds(1)).withMaxRecovered(1_000_000),
                backplane,
                Permissions.ALL);
        Routes routes =
                Routes.NONE.webSocket("/topics", topics.handler(request -> request.query()), Topics.SUBPROTOCOLS);
        Server server = Server.start(
                ServerOptions.DEFAULT.withPort(Integer.parseInt(args[1])).withThreads(2), routes);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            topics.close();
            server.close();
            backplane.close();
        }));
        System.out.println("ready");
        server.awaitClose();
    }
}
