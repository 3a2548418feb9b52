package dev.parley.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.parley.topics.Message;
import dev.parley.topics.Payload;
import dev.parley.topics.Place;
import dev.parley.topics.SubscribeOptions;
import dev.parley.topics.Subscription;
import dev.parley.topics.TopicListener;
import dev.parley.topics.TopicsClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on topics shows stands here, word for word, and runs: in Java, in Chromium and in a shell. */
@Tag("one-jdk")
final class TopicsGuideTest {
    private static final Path PAGE = Path.of("..", "docs", "guide", "topics.md");
    private static final long PATIENCE = 30;

    @TempDir
    private Path directory;

    @Test
    void whatTheGuideShowsInJavaStandsHere() throws Exception {
        Path tests = Path.of("src", "test", "java", "dev", "parley", "proofs");
        String here = squeezed(Files.readString(tests.resolve("TopicsGuideTest.java"))
                + Files.readString(tests.resolve("TopicsGuideServerTest.java")));
        List<String> blocks = blocks("java");
        assertThat(blocks).hasSizeGreaterThan(2);
        assertThat(blocks).allSatisfy(block -> assertThat(here).contains(squeezed(block)));
    }

    /** The formatter breaks lines elsewhere than a page does; where the server is, is the test's. */
    private static String squeezed(String code) {
        return code.replaceAll("(?m)^import .*$", "")
                .replaceAll("\\s+", "")
                .replace("\"ws://127.0.0.1:8080/topics\"", "url");
    }

    private static List<String> blocks(String language) throws Exception {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void inJavaThreeLinesAreEnough() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ServeProcess server = ServeProcess.serve()) {
            System.setOut(new PrintStream(printed, true, UTF_8));
            String url = server.address("ws", "/topics");
            TopicsClient topics = new TopicsClient(url);
            topics.subscribe(
                    "room",
                    message -> System.out.println(
                            message.from() + ": " + message.payload().text()));
            topics.publish("room", Payload.text("hello"))
                    .thenAccept(ack -> System.out.println(ack.place() + " " + ack.durability()));
            await(() -> printed.toString(UTF_8).contains("somebody: hello")
                    && printed.toString(UTF_8).contains("offset=1] memory"));
            topics.close();
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void aClientThatKnowsWhereItWas() throws Exception {
        try (ServeProcess server = ServeProcess.serve();
                TopicsClient client = new TopicsClient(server.address("ws", "/topics"))) {
            goesOn(client);
        }
    }

    private static void goesOn(TopicsClient topics) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            Place noted = new Place("another-life-of-the-log", 7);
            TopicListener listener = new TopicListener() {
                @Override
                public void onMessage(Message message) {
                    System.out.println(message.place() + " " + message.payload().json());
                }

                @Override
                public void onLost(Place place, String reason) {
                    System.out.println("goes on at " + place + ", since " + reason);
                }
            };
            Subscription room = topics.subscribe(
                    "room", SubscribeOptions.DEFAULT.withFrom(noted).withHistory(50), listener);
            await(() -> printed.toString(UTF_8).contains("since epoch_changed"));
            topics.publish("room", Payload.json("{}"));
            await(() -> printed.toString(UTF_8).contains("offset=1] {}"));
            assertThat(room.place()).isNotEqualTo(noted);
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void inAPageTheBlocksRun() throws Exception {
        List<String> blocks = blocks("js");
        assertThat(blocks).hasSize(2);
        Path folder = Files.createDirectory(directory.resolve("site"));
        Files.writeString(
                folder.resolve("index.html"),
                "<!doctype html><link rel=icon href=data:,><script type=module src=page.js></script>");
        Files.writeString(folder.resolve("page.js"), String.join("\n", blocks));
        List<String> said = new ArrayList<>();
        try (ServeProcess server = ServeProcess.serve("--files", folder.toString());
                Chromium chromium = Chromium.start()) {
            Page page = chromium.open("about:blank", 800, 600);
            page.onConsoleMessage(message -> said.add(message.text()));
            page.navigate(server.address("http", "/files/"));
            page.waitForCondition(
                    () -> said.contains("1 memory") && said.contains("somebody hello") && said.contains("hello"));
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @Test
    void inAShellTheBlockRuns() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            String block = blocks("sh").stream().collect(Collectors.joining()).replace("8080", "" + server.port());
            Path said = directory.resolve("said");
            Process shell = new ProcessBuilder("bash", "-c", block + "sleep 60 & wait")
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                await(() -> {
                    String all = Files.readString(said);
                    return all.contains("event: subscribed")
                            && all.contains("\"type\":\"ack\"")
                            && all.contains("\"type\":\"history\"")
                            && all.contains("data: {\"type\":\"message\"");
                });
            } finally {
                shell.descendants().forEach(ProcessHandle::destroy);
                shell.destroy();
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
