package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code parley bench} as a user runs it: what it prints and ends with. The loads are short, since rates are not the subject. */
@Tag("one-jdk")
final class BenchCommandTest {
    private static final String[] SHORT = {"--time", "0.3", "--warm-up", "0.1", "--connections", "4"};

    private static ServeProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve("--threads", "1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--text",
                "--text=mixed",
                "--compress --size 2k",
                "--text --compress --size 2k",
                "--rate 500",
                "--in-flight 8",
                "--size 64k"
            })
    void anEchoIsMeasured(String options) throws Exception {
        List<String> said = bench("/echo", 0, options.isEmpty() ? new String[0] : options.split(" "));
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).startsWith("echo ws://").contains("4 connections");
        assertThat(said.get(1)).matches("  [\\d,]+ messages/s, [\\d,.]+ MB/s each way");
        assertThat(said.get(2)).matches("  latency in µs:  p50 .* p99.99 .* max .*");
    }

    @Test
    void jsonHasWhatTheGuideSays() throws Exception {
        long pid = server.pid();
        JsonNode echo = json("/echo", "--text=mixed", "--size", "1k", "--in-flight", "2", "--pid", "" + pid);
        assertThat(echo.propertyNames())
                .containsExactlyInAnyOrder(
                        "server",
                        "work",
                        "connections",
                        "inFlight",
                        "messageBytes",
                        "content",
                        "compressed",
                        "rate",
                        "seconds",
                        "count",
                        "perSecond",
                        "megabytesPerSecond",
                        "latencyMicros",
                        "ownCpuMicrosEach",
                        "processCpuMicrosEach",
                        "processCpuMicros",
                        "processBytes");
        assertThat(echo.path("server").asString()).isEqualTo(server.address("ws", "/echo"));
        assertThat(echo.path("work").asString()).isEqualTo("echo");
        assertThat(echo.path("content").asString()).isEqualTo("mixed");
        assertThat(echo.path("connections").asInt()).isEqualTo(4);
        assertThat(echo.path("inFlight").asInt()).isEqualTo(2);
        assertThat(echo.path("messageBytes").asInt()).isEqualTo(1024);
        assertThat(echo.path("compressed").asBoolean()).isFalse();
        assertThat(echo.path("rate").asInt()).isZero();
        assertThat(echo.path("count").asLong()).isPositive();
        assertThat(echo.path("seconds").asDouble()).isBetween(0.3, 5.0);
        assertThat(echo.path("perSecond").asDouble() * echo.path("seconds").asDouble())
                .isBetween(echo.path("count").asLong() - 1.0, echo.path("count").asLong() + 1.0);
        assertThat(echo.path("latencyMicros").propertyNames())
                .containsExactly("p50", "p90", "p99", "p99.9", "p99.99", "max");
        assertThat(echo.path("processBytes").asLong()).isGreaterThan(10_000_000);
        assertThat(echo.path("processCpuMicros").asLong()).isPositive();
    }

    @Test
    void connectionsAreHeld() throws Exception {
        assertThat(bench("/echo", 0, "--work", "idle")).last().isEqualTo("  4 connections held");
        assertThat(json("/echo", "--work", "idle", "--pid", "" + server.pid()).propertyNames())
                .contains("count", "processBytes")
                .doesNotContain("perSecond", "latencyMicros", "processCpuMicrosEach");
    }

    @Test
    void connectionsAreOpenedAndEnded() throws Exception {
        assertThat(bench("/echo", 0, "--work", "connect")).last().asString().matches("  [\\d,]+ connections/s");
    }

    @Test
    void oneSendsAndAllAreSentTo() throws Exception {
        assertThat(bench("/broadcast", 0, "--work", "fan-out", "--text"))
                .last()
                .asString()
                .matches("  [\\d,]+ deliveries/s, [\\d,.]+ MB/s");
        JsonNode json = json("/broadcast", "--work", "fan-out", "--text", "--in-flight", "3");
        assertThat(json.path("work").asString()).isEqualTo("fan-out");
        assertThat(json.path("count").asLong()).isGreaterThan(4);
    }

    @Test
    void theCpuTimeOfAProcessIsTold() throws Exception {
        assertThat(bench("/echo", 0, "--pid", "" + server.pid()))
                .last()
                .asString()
                .matches("  process " + server.pid() + ": [\\d.]+ µs CPU each, [\\d.]+ MiB resident");
    }

    @Test
    void aByteThatIsChangedOnceEndsItWithOneAndIsTold() throws Exception {
        AtomicInteger answer = new AtomicInteger();
        assertWrong("Message 3 of a connection", 1, payloads -> {
            byte[] payload = payloads.get(0).clone();
            if (answer.incrementAndGet() == 3) {
                payload[17] ^= 0x20;
            }
            return List.of(WrongServer.frame(payload));
        });
    }

    @Test
    void aByteThatIsChangedWhenAllAnswersAreKnownIsFound() throws Exception {
        AtomicInteger answer = new AtomicInteger();
        assertWrong("differs from byte 17", 1, payloads -> {
            byte[] payload = payloads.get(0).clone();
            if (answer.incrementAndGet() == 1_000) {
                payload[17] ^= 0x20;
            }
            return List.of(WrongServer.frame(payload));
        });
    }

    @Test
    void answersInAnotherOrderEndItWithOne() throws Exception {
        assertWrong("Message 1 of a connection", 2, payloads -> {
            List<byte[]> swapped = new ArrayList<>();
            payloads.forEach(payload -> swapped.add(WrongServer.frame(payload)));
            Collections.reverse(swapped);
            return swapped;
        });
    }

    @Test
    void aServerThatWantsNoneOfItEndsItWithOne() throws Exception {
        // The plain chat takes text only.
        try (ServeProcess bench = run(server.address("ws", "/broadcast"))) {
            assertThat(bench.awaitExit()).isEqualTo(1);
            assertThat(bench.standardError()).singleElement().asString().contains("1003");
        }
    }

    @Test
    void aServerThatDoesNotAnswerAtAllIsNothingToMeasure() throws Exception {
        try (WrongServer mute = new WrongServer(1, payloads -> List.of());
                ServeProcess bench = ServeProcess.run("bench", mute.address(), "--time", "0.3", "--connections", "1")) {
            assertThat(bench.awaitExit()).isEqualTo(2);
            assertThat(bench.standardError()).singleElement().asString().contains("nothing came");
        }
    }

    @Test
    void aServerThatStandsStillCannotHideItFromARate() throws Exception {
        AtomicInteger answer = new AtomicInteger();
        UnaryOperator<List<byte[]>> still = payloads -> {
            if (answer.incrementAndGet() == 200) {
                sleep(60_000);
            }
            return List.of(WrongServer.frame(payloads.get(0)));
        };
        try (WrongServer halting = new WrongServer(1, still);
                ServeProcess bench = ServeProcess.run(
                        "bench", halting.address(), "-c", "1", "--rate", "200", "-w", "0.5", "-t", "1.5", "--json")) {
            assertThat(bench.awaitExit()).isZero();
            JsonNode latency = new ObjectMapper()
                    .readTree(String.join("", bench.standardOutput()))
                    .path("latencyMicros");
            assertThat(latency.path("p90").asDouble())
                    .as("half of the messages were due in the second in which it stood still: %s", latency)
                    .isGreaterThan(400_000);
        }
    }

    @Test
    void withNothingToMeasureItEndsWithTwoAndOneLine() throws Exception {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "ws://127.0.0.1:" + socket.getLocalPort() + "/";
        }
        assertUnusable("refused", nobody);
        assertUnusable("404", server.address("ws", "/nowhere"));
        assertUnusable("TLS", server.address("wss", "/echo"));
        assertUnusable("no host", "ws://nobody.invalid/");
        assertUnusable("ws://127.0.0.1:8080/echo", "http://127.0.0.1/");
        assertUnusable("live process", server.address("ws", "/echo"), "--pid", "2147483647");
        assertUnusable("mixed", server.address("ws", "/echo"), "--text=greek");
        assertUnusable("fan-out", server.address("ws", "/echo"), "--work", "dance");
        assertUnusable("0 bytes", server.address("ws", "/echo"), "--size", "0");
        assertUnusable("in flight", server.address("ws", "/echo"), "--in-flight", "0");
    }

    @Test
    void aServerThatDeclinesToCompressIsNothingToMeasure() throws Exception {
        try (ServeProcess plain = ServeProcess.serve("--no-compression")) {
            assertUnusable("declines to compress", plain.address("ws", "/echo"), "--compress");
        }
    }

    @Test
    void aProcessThatEndsWhileItIsWatchedEndsTheRun() throws Exception {
        try (ServeProcess watched = ServeProcess.serve();
                ServeProcess bench = ServeProcess.run(
                        "bench", server.address("ws", "/echo"), "--time", "3", "--pid", "" + watched.pid())) {
            Thread.sleep(2_000); // it has begun
            watched.kill();
            watched.awaitExit();
            assertThat(bench.awaitExit()).isEqualTo(2);
            assertThat(bench.standardError()).singleElement().asString().contains("live process");
        }
    }

    private static void assertUnusable(String word, String... arguments) throws Exception {
        try (ServeProcess refused = run(arguments)) {
            assertThat(refused.awaitExit()).isEqualTo(2);
            assertThat(refused.standardOutput()).isEmpty();
            assertThat(refused.standardError()).singleElement().asString().startsWith("parley: ");
            assertThat(refused.standardError()).singleElement().asString().contains(word);
        }
    }

    private static void assertWrong(String word, int together, UnaryOperator<List<byte[]>> wrong) throws Exception {
        try (WrongServer server = new WrongServer(together, wrong);
                ServeProcess bench = ServeProcess.run(
                        "bench", server.address(), "--connections", "1", "--in-flight", "" + together, "-t", "5")) {
            assertThat(bench.awaitExit()).isEqualTo(1);
            assertThat(bench.standardOutput()).isEmpty();
            assertThat(bench.standardError()).singleElement().asString().contains("wrong answer", word);
        }
    }

    private static List<String> bench(String path, int status, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(server.address("ws", path)));
        arguments.addAll(List.of(options));
        try (ServeProcess bench = run(arguments.toArray(String[]::new))) {
            assertThat(bench.awaitExit()).as("%s", bench.standardError()).isEqualTo(status);
            assertThat(bench.standardError()).isEmpty();
            return bench.standardOutput();
        }
    }

    private static JsonNode json(String path, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--json");
        return new ObjectMapper().readTree(String.join("\n", bench(path, 0, all.toArray(String[]::new))));
    }

    private static ServeProcess run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(SHORT));
        all.addAll(List.of(arguments));
        return ServeProcess.run(all.toArray(String[]::new));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
