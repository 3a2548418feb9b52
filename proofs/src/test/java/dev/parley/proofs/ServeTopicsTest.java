package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parley serve} offers topics: what it promises, to whom, and the client for browsers while the server is killed. */
@Tag("one-jdk")
final class ServeTopicsTest {
    private static final String TOKEN = "0123456789abcdef-token";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "--durability=power, needs --data",
        "--durability=process, needs --data",
        "--data=x --durability=memory, leave one of them out",
        "--history=0, --history",
        "--history-age=soon, 24h",
        "--token-file=short, at least 16",
        "--redis=redis://127.0.0.1 --durability=power, follows from its settings",
        "--redis=http://ada:secret@127.0.0.1, An address of Redis is",
        "--redis-ca=x, needs --redis",
    })
    void whatCannotHoldIsRefusedInOneLine(String options, String said) throws Exception {
        Files.writeString(directory.resolve("short"), "secret");
        String[] there = ("serve --port=0 "
                        + options.replace("=x", "=" + directory.resolve("x"))
                                .replace("=short", "=" + directory.resolve("short")))
                .split(" ");
        try (ServeProcess refused = ServeProcess.run(there)) {
            assertThat(refused.awaitExit()).isEqualTo(2);
            assertThat(String.join("\n", refused.standardError())).contains(said);
        }
    }

    @Test
    void whatIsAcknowledgedSurvivesAKillAndTheLineAtTheStartSaysSo() throws Exception {
        String data = directory.resolve("messages").toString();
        String first;
        try (ServeProcess server = ServeProcess.serve("--data", data, "--history", "500")) {
            assertThat(server.awaitError("topics at")).contains("500 messages or 24h", "survive kill -9");
            HttpResponse<String> ack = publish(server, "a", Map.of());
            assertThat(ack.statusCode()).isEqualTo(200);
            assertThat(ack.body()).contains("\"durability\":\"process\"").contains("\"offset\":1");
            first = ack.body().replaceAll(".*\"epoch\":\"([^\"]+)\".*\\s*", "$1");
            server.kill();
            server.awaitExit();
        }
        try (ServeProcess server = ServeProcess.serve("--data", data, "--durability", "power")) {
            assertThat(server.awaitError("topics at")).contains("survive a loss of power");
            assertThat(publish(server, "a", Map.of()).body())
                    .contains("\"again\":true")
                    .contains("\"epoch\":\"" + first + "\"");
            assertThat(publish(server, "b", Map.of()).body())
                    .contains("\"durability\":\"power\"")
                    .contains("\"offset\":2");
        }
    }

    @Test
    void withRedisAwayThatIsSaidAndPublishingRefusedUntilItIsThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (ServeProcess server = ServeProcess.serve("--redis", "redis://127.0.0.1:" + port)) {
            assertThat(server.awaitError("Redis is away")).contains("Publishing is refused");
            assertThat(publish(server, "a", Map.of()).body()).contains("\"code\":\"unavailable\"");
            Process redis = new ProcessBuilder(
                            "redis-server",
                            "--port",
                            "" + port,
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            "" + directory)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(server.awaitError("is there: ")).contains("appendonly is off");
                assertThat(publish(server, "a", Map.of()).body())
                        .contains("\"durability\":\"memory\"")
                        .contains("\"offset\":1");
            } finally {
                redis.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void onAMachineOfOnesOwnAllTopicsAreOpenButNotThroughAProxyNorToOtherSites() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            assertThat(publish(server, "1", Map.of()).statusCode()).isEqualTo(200);
            assertThat(publish(server, "2", Map.of("X-Forwarded-For", "192.0.2.1"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(publish(server, "3", Map.of("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(publish(server, "4", Map.of("Authorization", "Bearer any"))
                            .statusCode())
                    .as("there is no token, so this is not it")
                    .isEqualTo(401);
        }
    }

    @Test
    void toEverybodyOnlyTheChatIsOpenAndTheRestToWhoeverShowsTheToken() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        try (ServeProcess server = ServeProcess.serve("--host", "0.0.0.0")) {
            assertThat(server.awaitError("topics at")).contains("nobody the others");
            assertThat(publish(server, "1", Map.of()).statusCode()).isEqualTo(403);
            assertThat(publish(server, "chat", "1", Map.of()).statusCode()).isEqualTo(200);
        }
        try (ServeProcess server = ServeProcess.serve("--host", "0.0.0.0", "--token-file", file.toString())) {
            assertThat(publish(server, "1", Map.of()).statusCode()).isEqualTo(403);
            assertThat(publish(server, "2", Map.of("Authorization", "Bearer " + TOKEN))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(publish(server, "3", Map.of("Authorization", "Bearer " + TOKEN + "x"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void inChromiumNothingIsLostOrSaidTwiceWhileTheServerIsKilled() throws Exception {
        Path site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(
                site.resolve("index.html"),
                "<!doctype html><link rel=icon href=data:,><script type=module src=page.js></script>");
        Files.writeString(site.resolve("page.js"), """
                import { Topics } from "/parley.js";
                const topics = new Topics("/topics", { firstDelay: 100, maxDelay: 400, pingInterval: 500 });
                const seen = { heard: [], acked: 0, lost: [], failed: [] };
                topics.subscribe("room", ({ data, offset }) => seen.heard.push([offset, data]), {
                  onLost: (reason) => seen.lost.push(reason),
                  onSubscribed: () => { seen.subscribed = true; },
                });
                let said = 0;
                const saying = setInterval(() => {
                  if (!seen.subscribed) return;
                  topics.publish("room", ++said).then(() => seen.acked++, (error) => seen.failed.push(error.code));
                  if (said === 300) clearInterval(saying);
                }, 10);
                globalThis.seen = seen;
                """);
        String[] options = {"--data", directory.resolve("messages").toString(), "--files", site.toString()};
        try (Chromium chromium = Chromium.start()) {
            ServeProcess server = ServeProcess.serve(options);
            int port = server.port();
            try {
                Page page = chromium.open(server.address("http", "/files/"), 800, 600);
                for (int kills = 1; kills <= 2; kills++) {
                    page.waitForFunction("seen.acked >= " + kills * 60);
                    server.kill();
                    server.awaitExit();
                    server = ServeProcess.serveAt(port, options);
                }
                page.waitForFunction(
                        "seen.acked === 300 && seen.heard.length >= 300",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(60_000));
                List<?> heard = (List<?>) page.evaluate("seen.heard");
                assertThat(heard).hasSize(300);
                for (int i = 0; i < 300; i++) {
                    assertThat(heard.get(i)).as("offset and number").isEqualTo(List.of(i + 1, i + 1));
                }
                assertThat((List<?>) page.evaluate("[...seen.lost, ...seen.failed]"))
                        .isEmpty();
            } finally {
                server.close();
            }
        }
    }

    @Test
    void theSameFileRunsInTheScriptEngine() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            HttpResponse<String> client = http.send(
                    HttpRequest.newBuilder(URI.create(server.address("http", "/parley.js")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(client.headers().firstValue("Content-Type").orElse("")).contains("javascript");
            Files.writeString(directory.resolve("parley.js"), client.body());
            Path script =
                    Files.writeString(directory.resolve("talk.mjs"), """
                    import { Topics } from "./parley.js";
                    const topics = new Topics("%s", { user: "gräl" });
                    topics.subscribe("room", ({ from, data }) => {
                      console.log(from, data.text);
                      topics.close();
                    });
                    topics.publish("room", { text: "grüße" });
                    """.formatted(server.address("ws", "/topics")));
            try (ServeProcess run = ServeProcess.run("run", "--module", script.toString())) {
                assertThat(run.awaitExit()).as(run.standardError().toString()).isZero();
                assertThat(run.standardOutput()).containsExactly("gräl grüße");
            }
        }
    }

    private HttpResponse<String> publish(ServeProcess server, String id, Map<String, String> headers) throws Exception {
        return publish(server, "room", id, headers);
    }

    private HttpResponse<String> publish(ServeProcess server, String topic, String id, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address("http", "/topics")))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"type\":\"publish\",\"topic\":\"" + topic + "\",\"id\":\"" + id + "\",\"data\":1}"));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
