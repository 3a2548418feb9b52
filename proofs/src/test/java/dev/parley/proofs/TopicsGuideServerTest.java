package dev.parley.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Destination;
import dev.parley.engine.Headers;
import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.Draft;
import dev.parley.pubsub.Durability;
import dev.parley.pubsub.EmbeddedBackplane;
import dev.parley.pubsub.FileLog;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.Payload;
import dev.parley.pubsub.Permissions;
import dev.parley.pubsub.TopicName;
import dev.parley.pubsub.Topics;
import dev.parley.pubsub.TopicsOptions;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.topics.TopicsClient;
import dev.parley.topics.TopicsClientOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server that the page on topics shows. */
@Tag("one-jdk")
final class TopicsGuideServerTest {
    private static final long PATIENCE = 30;

    @TempDir
    private static java.nio.file.Path directory;

    /** Where the page's relative names are looked for. */
    private static final class Path {
        static java.nio.file.Path of(String name) {
            return directory.resolve(name);
        }
    }

    @Test
    void aServerOfOnesOwn() throws Exception {
        Backplane backplane =
                new EmbeddedBackplane(FileLog.open(Path.of("messages"), Durability.PROCESS, LogOptions.DEFAULT));
        Topics topics = Topics.start(TopicsOptions.DEFAULT, backplane, new Permissions() {
            @Override
            public boolean mayPublish(String user, TopicName topic) {
                return !topic.text().startsWith("news/") || user.equals("editor");
            }
        });
        Routes routes = Topics.addScriptTo(
                topics.addTo(
                        Routes.NONE,
                        "/topics",
                        request -> request.cookie("user").orElseThrow()),
                "/parley.js");
        Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        topics.publish(
                new TopicName("news/today"), new Draft("editor", "n1", Payload.json("\"hello\"".getBytes(UTF_8))));
        String url = "ws://127.0.0.1:" + server.address().getPort() + "/topics";
        try (TopicsClient client = new TopicsClient(
                () -> new Destination(url).withHeaders(Headers.of("Cookie", "user=ada")),
                TopicsClientOptions.DEFAULT)) {
            assertThat(client.history("news/today", 1)
                            .toCompletableFuture()
                            .get(PATIENCE, TimeUnit.SECONDS)
                            .messages())
                    .hasSize(1);
        }
        topics.close();
        server.close();
        backplane.close();
    }
}
