package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing by POST, and listening to server-sent events, over real sockets. */
class TopicsOverHttpTest {
    private static final TopicName ROOM = new TopicName("room");

    /** "secret" is for those who are called so; "quiet" may be read and not written. */
    private static final Permissions RULES = new Permissions() {
        @Override
        public boolean maySubscribe(String user, TopicName topic) {
            return !topic.text().equals("secret") || user.equals("secret");
        }

        @Override
        public boolean mayPublish(String user, TopicName topic) {
            return !topic.text().equals("quiet");
        }
    };

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final MemoryLog log = new MemoryLog(LogOptions.DEFAULT.withMaxMessages(300));
    private final Topics topics = Topics.start(TopicsOptions.DEFAULT, new EmbeddedBackplane(log), RULES);
    private final List<InputStream> open = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        Routes routes = topics.addTo(
                Routes.NONE,
                "/topics",
                request -> request.headers().first("X-User").orElse(""));
        server = Server.start(ServerOptions.DEFAULT.withPort(0).withThreads(2), routes);
    }

    @AfterEach
    void stop() throws Exception {
        for (InputStream stream : open) {
            stream.close();
        }
        topics.close();
        server.close();
    }

    @Test
    void whatIsPostedIsAcknowledgedAsOnTheWireAndKnownAgainByItsId() throws Exception {
        String command = "{\"type\":\"publish\",\"ref\":7,\"topic\":\"room\",\"id\":\"a\",\"data\":{\"text\":\"hi\"}}";
        HttpResponse<String> first = post("ada", command);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        Map<String, Object> ack = Json.object(first.body().getBytes(StandardCharsets.UTF_8));
        assertThat(ack)
                .containsEntry("type", "ack")
                .containsEntry("ref", 7L)
                .containsEntry("offset", 1L)
                .containsEntry("durability", "memory")
                .doesNotContainKey("again");
        assertThat(Json.object(post("ada", command).body().getBytes(StandardCharsets.UTF_8)))
                .containsEntry("offset", 1L)
                .containsEntry("again", true);
        assertThat(Json.object(post("grace", command).body().getBytes(StandardCharsets.UTF_8)))
                .as("another user's id is another message")
                .containsEntry("offset", 2L);
        String history =
                post("ada", "{\"type\":\"history\",\"topic\":\"room\"}").body();
        assertThat(history).contains("\"data\":{\"text\":\"hi\"}").contains("\"head\":2");
        assertThat(post("ada", "{\"type\":\"presence\",\"topic\":\"room\"}").body())
                .contains("\"count\":0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada | {\"type\":\"publish\",\"topic\":\"quiet\",\"id\":\"1\",\"data\":1} | 403 | forbidden",
                "ada | {\"type\":\"publish\",\"topic\":\"room\",\"data\":1}              | 400 | malformed",
                "ada | {\"type\":\"publish\",\"topic\":\"no room\",\"id\":\"1\",\"data\":1} | 400 | malformed",
                "ada | {\"type\":\"subscribe\",\"topic\":\"room\"}                       | 400 | malformed",
                "ada | hello                                                             | 400 | malformed",
                "''  | {\"type\":\"publish\",\"topic\":\"room\",\"id\":\"1\",\"data\":1} | 401 | Who is it?",
            })
    void whatIsRefusedHasItsStatus(String user, String command, int status, String said) throws Exception {
        HttpResponse<String> response = post(user, command);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(said);
        assertThat(topics.history(ROOM, 1).toCompletableFuture().get().head()).isZero();
    }

    @Test
    void aPayloadOverTheLimitIs413AndSoIsABodyThatNothingInsideTheLimitCouldNeed() throws Exception {
        int limit = TopicsOptions.DEFAULT.maxPayloadBytes();
        String before = "{\"type\":\"publish\",\"topic\":\"room\",\"id\":\"1\",\"data\":\"";
        assertThat(post("ada", before + "x".repeat(limit - 2) + "\"}").statusCode())
                .isEqualTo(200);
        HttpResponse<String> larger = post("ada", before + "x".repeat(limit - 1) + "\"}");
        assertThat(larger.statusCode()).isEqualTo(413);
        assertThat(larger.body()).contains("too_large");
        assertThat(post("ada", before + "x".repeat(2 * limit) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void aNodeThatLeavesIs503AndWhenToTryAgain() throws Exception {
        topics.close();
        HttpResponse<String> response =
                post("ada", "{\"type\":\"publish\",\"topic\":\"room\",\"id\":\"1\",\"data\":1}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("closing");
    }

    @Test
    void aPageOfAnotherSiteMayNeitherPostNorListen() throws Exception {
        String evil = "http://evil.example";
        HttpRequest.Builder post = request("ada", "/topics")
                .header("Origin", evil)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"type\":\"publish\",\"topic\":\"room\",\"id\":\"1\",\"data\":1}"));
        assertThat(http.send(post.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        HttpRequest.Builder listen = request("ada", "/topics?topic=room").header("Origin", evil);
        assertThat(http.send(listen.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoListensHearsWhatFollowsAndGoesOnWhereItWas() throws Exception {
        BufferedReader events = listen("/topics?topic=room", "");
        assertThat(event(events)).containsEntry("event", "welcome");
        Map<String, String> subscribed = event(events);
        assertThat(subscribed).containsEntry("event", "subscribed");
        assertThat(subscribed.get("id")).endsWith(":0");
        publish(1, 5);
        String id = "";
        for (int i = 1; i <= 5; i++) {
            Map<String, String> message = event(events);
            assertThat(message).doesNotContainKey("event");
            assertThat(message.get("data")).contains("\"offset\":" + i + ",").contains("\"data\":" + i + "}");
            id = message.get("id");
            assertThat(id).endsWith(":" + i);
        }
        open.remove(0).close();
        publish(6, 200); // some of it is in the tail, some in the log
        BufferedReader again = listen("/topics?topic=room", id);
        event(again);
        assertThat(event(again).get("data")).contains("\"recovered\":true");
        for (int i = 6; i <= 200; i++) {
            assertThat(event(again).get("id")).endsWith(":" + i);
        }
        publish(201, 201);
        assertThat(event(again).get("id")).endsWith(":201");
    }

    @Test
    void whoMissedWhatIsNoLongerKeptIsToldSo() throws Exception {
        publish(1, 400);
        String epoch = topics.history(ROOM, 1).toCompletableFuture().get().epoch();
        BufferedReader events = listen("/topics?topic=room&history=2", epoch + ":3");
        event(events);
        Map<String, String> subscribed = event(events);
        assertThat(subscribed.get("data")).contains("\"recovered\":false").contains("\"reason\":\"trimmed\"");
        assertThat(subscribed.get("id")).isEqualTo(epoch + ":398");
        assertThat(event(events).get("id")).isEqualTo(epoch + ":399");
        BufferedReader other = listen("/topics?topic=room&after=another:3", "");
        event(other);
        assertThat(event(other).get("data")).contains("\"reason\":\"epoch_changed\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ada, /topics?topic=secret, '', 403",
        "ada, /topics?topic=no%20room, '', 400",
        "ada, /topics, '', 400",
        "ada, /topics?topic=room, nonsense, 400",
        "ada, /topics?topic=room&history=-1, '', 400",
        "'', /topics?topic=room, '', 401",
        "secret, /topics?topic=secret, '', 200",
    })
    void whoMayNotListenIsRefusedBeforeTheStreamBegins(String user, String path, String last, int status)
            throws Exception {
        HttpRequest.Builder request = request(user, path);
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private HttpResponse<String> post(String user, String command) throws Exception {
        return http.send(
                request(user, "/topics")
                        .POST(HttpRequest.BodyPublishers.ofString(command))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String user, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .timeout(Duration.ofSeconds(30));
        return user.isEmpty() ? request : request.header("X-User", user);
    }

    private BufferedReader listen(String path, String last) throws Exception {
        HttpRequest.Builder request = request("ada", path);
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        open.add(response.body());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The fields of the next event. */
    private static Map<String, String> event(BufferedReader events) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.isEmpty() && !fields.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        throw new AssertionError("The stream has ended, after " + fields);
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            Payload payload = Payload.json(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            topics.publish(ROOM, new Draft("server", "s" + i, payload))
                    .toCompletableFuture()
                    .join();
        }
    }
}
