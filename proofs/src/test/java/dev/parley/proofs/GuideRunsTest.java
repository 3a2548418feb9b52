package dev.parley.proofs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ReconnectingWebSocket;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketCloseInfo;
import dev.parley.client.WebSocketStream;
import dev.parley.server.Gate;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.ServerTls;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the guide do what their pages say: compiled from the page, and run. */
@Tag("one-jdk")
final class GuideRunsTest {
    /** What is tried with a block of Java, which is named by page and number. A block that starts something must be here. */
    private static final Map<String, Trial> TRIALS = Map.ofEntries(
            entry("../../README.md 1", GuideRunsTest::socketOfThePage),
            entry("../../README.md 2", program -> answers(program, "/echo", "hi", "hi")),
            entry("authentication.md 2", GuideRunsTest::membersGetIn),
            entry("authentication.md 4", GuideRunsTest::gateTakesItsTime),
            entry("blocking-code.md 1", program -> serves(program, "/lookup", "key", "the value of key")),
            entry("first-server.md 1", program -> answers(program, "/echo", "hi", "hi")),
            entry("first-server.md 2", program -> serves(program, "/room", "hi", "hi")),
            entry("first-server.md 3", program -> routes(program, "/healthz", "ok")),
            entry("first-server.md 4", GuideRunsTest::serverStarts),
            entry("limits.md 1", GuideRunsTest::serverStarts),
            entry("metrics.md 1", GuideRunsTest::figuresAreThere),
            entry(
                    "migrating-from-jakarta-websocket.md 1",
                    program -> answers(program, "/shout", "hi", "welcome", "HI")),
            entry(
                    "migrating-from-jakarta-websocket.md 2",
                    program -> answers(program, "/shout", "hi", "welcome", "HI")),
            entry("migrating-from-java-websocket.md 1", program -> answers(program, "/", "hi", "welcome", "HI")),
            entry("migrating-from-java-websocket.md 2", program -> answers(program, "/", "hi", "welcome", "HI")),
            entry("migrating-from-netty.md 1", program -> answers(program, "/shout", "hi", "welcome", "HI")),
            entry("migrating-from-netty.md 2", program -> answers(program, "/shout", "hi", "welcome", "HI")),
            entry("reconnecting.md 1", GuideRunsTest::whatWaitsIsSent),
            entry("reconnecting.md 3", GuideRunsTest::everyAttemptHasItsToken),
            entry("scripts.md 1", GuideRunsTest::scriptRuns),
            entry("server-sent-events.md 1", GuideRunsTest::listenerGetsWhatItHasMissed),
            entry("shutdown.md 1", GuideRunsTest::noticeIsGiven),
            entry("streams.md 1", GuideRunsTest::streamIsReadToItsEnd),
            entry("streams.md 2", GuideRunsTest::flowGoesOnToItsEnd),
            entry("tls.md 2", GuideRunsTest::clientsShowCertificates));

    private static final long PATIENCE_SECONDS = 20;
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

    @TempDir
    private static Path directory;

    private static Map<String, GuideProgram> programs;
    private static URLClassLoader loader;

    private interface Trial {
        void of(GuideProgram program) throws Exception;
    }

    @BeforeAll
    static void compile() throws Exception {
        List<GuideBlock> blocks = GuideBlock.all().stream()
                .filter(block -> block.language().equals("java"))
                .toList();
        programs = GuideProgram.of(blocks);
        assertThat(GuideProgram.compile(programs.values(), directory)).isEmpty();
        loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, GuideRunsTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Test
    void whatStartsSomethingIsTried() {
        assertThat(TRIALS.keySet())
                .isSubsetOf(programs.keySet())
                .containsAll(programs.values().stream()
                        .filter(program -> program.block().isForUsers() && program.starts())
                        .filter(program -> !program.block().page().equals("topics.md")) // TopicsGuideTest runs those
                        .map(GuideProgram::id)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> doesWhatItsPageSays() {
        return programs.values().stream()
                .filter(program -> TRIALS.containsKey(program.id()))
                .map(program -> DynamicTest.dynamicTest(
                        program.id(), () -> TRIALS.get(program.id()).of(program)));
    }

    // ---- servers ----

    /** A program with a {@code main}: what is said, and what comes back. */
    private static void answers(GuideProgram program, String path, String said, String... answers) throws Exception {
        Process process = program.start(directory);
        try (RawClient client = patientlyOpened(program.port(), path, process)) {
            client.send(RawClient.text(said));
            for (String answer : answers) {
                assertThat(client.readFrame().text()).isEqualTo(answer);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static RawClient patientlyOpened(int port, String path, Process process) throws Exception {
        for (int i = 0; i < 1_500 && process.isAlive(); i++) {
            try {
                return RawClient.open(port, path);
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new IllegalStateException("It did not begin to listen.");
    }

    /** Statements that end with a server. */
    private static void serves(GuideProgram program, String path, String said, String answer) throws Exception {
        Map<String, Object> declared = program.setting(loader).run();
        try (Server server = (Server) declared.get("server")) {
            assertThat(echo(server, path, said)).isEqualTo(answer);
        }
    }

    private static String echo(Server server, String path, String said) throws Exception {
        try (RawClient client = RawClient.open(server.address().getPort(), path)) {
            client.send(RawClient.text(said));
            return client.readFrame().text();
        }
    }

    private static void serverStarts(GuideProgram program) throws Exception {
        try (Server server = (Server) program.setting(loader).run().get("server")) {
            assertThat(server.address().getPort()).isEqualTo(program.port());
        }
    }

    /** Statements that end with routes. */
    private static void routes(GuideProgram program, String path, String answer) throws Exception {
        try (Server server = start((Routes) program.setting(loader).run().get("routes"))) {
            assertThat(HttpGet.from(server.address().getPort(), path).body().strip())
                    .isEqualTo(answer);
        }
    }

    private static Server start(Routes routes) throws IOException {
        return Server.start(ServerOptions.DEFAULT.withPort(0), routes);
    }

    /** For ten seconds, which are not waited for. */
    private static void noticeIsGiven(GuideProgram program) throws Exception {
        Server server = (Server) program.setting(loader).run().get("server");
        Thread leaving = new Thread(server::close);
        leaving.setDaemon(true);
        leaving.start();
        Until.so("it says that it leaves", server::isDraining);
        assertThat(HttpGet.from(program.port(), "/").status()).isEqualTo(404);
    }

    private static void figuresAreThere(GuideProgram program) throws Exception {
        try (Server server = (Server) program.setting(loader).run().get("server")) {
            assertThat(server.managementAddress().orElseThrow().getPort()).isEqualTo(program.secondPort());
            assertThat(HttpGet.from(program.secondPort(), "/metrics").body()).contains("parley_draining 0");
        }
    }

    private static void membersGetIn(GuideProgram program) throws Exception {
        try (Server server = start((Routes) program.setting(loader).run().get("routes"))) {
            assertThat(chatAs(server, "42")).isEqualTo("ada: hi");
            assertThat(chatAs(server, "43")).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer\r\n");
        }
    }

    private static void gateTakesItsTime(GuideProgram program) throws Exception {
        GuideSetting setting = program.setting(loader);
        Gate remote = (Gate) setting.run().get("remote");
        try (Server server = start(Routes.NONE.webSocket("/chat", setting.chat).behind(remote))) {
            assertThat(chatAs(server, "42")).isEqualTo("user of 42: hi");
        }
    }

    private static String chatAs(Server server, String session) throws Exception {
        int port = server.address().getPort();
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, "/chat")
                    .replace("Upgrade: w", "Cookie: session=" + session + "\r\nUpgrade: w"));
            String head = client.readHead();
            if (!head.startsWith("HTTP/1.1 101 ")) {
                return head;
            }
            client.send(RawClient.text("hi"));
            return client.readFrame().text();
        }
    }

    private static void clientsShowCertificates(GuideProgram program) throws Exception {
        PemFiles server = PemFiles.make(directory, "localhost");
        PemFiles client = PemFiles.make(directory, "ada");
        GuideSetting setting = program.setting(loader);
        setting.certificate = server.certificate();
        setting.key = server.key();
        setting.authorities = client.certificate();
        Map<String, Object> declared = setting.run();
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withTls((ServerTls) declared.get("mutual"));
        Routes routes = Routes.NONE.get("/", setting.welcome).behind((Gate) declared.get("known"));
        try (Server running = Server.start(options, routes)) {
            int port = running.address().getPort();
            for (Optional<PemFiles> shown : List.of(Optional.of(client), Optional.<PemFiles>empty())) {
                try (RawClient raw = server.connect("127.0.0.1", port, shown)) {
                    raw.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                    assertThat(new String(raw.readToEnd(), StandardCharsets.UTF_8).strip())
                            .startsWith(shown.isPresent() ? "HTTP/1.1 200 " : "HTTP/1.1 403 ")
                            .endsWith(shown.isPresent() ? "welcome" : "Who are you?");
                }
            }
        }
    }

    private static void listenerGetsWhatItHasMissed(GuideProgram program) throws Exception {
        GuideSetting setting = program.setting(loader);
        try (Server server = start((Routes) setting.run().get("routes"));
                RawClient client = new RawClient(server.address().getPort())) {
            client.send("GET /prices HTTP/1.0\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n");
            client.readHead();
            assertThat(client.readLine()).isEqualTo("id: 2");
            assertThat(client.readLine()).isEqualTo("event: price");
            assertThat(client.readLine()).isEqualTo("data: {\"a\":2}");
        }
        assertThat(setting.listeners).isEmpty();
    }

    // ---- clients ----

    /** What a client connects to stands at the port that the page names. */
    private static Server echoAt(int port) throws IOException {
        HEARD.clear();
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                HEARD.add(text);
                peer.send(text);
            }
        };
        return Server.start(ServerOptions.DEFAULT.withPort(port), Routes.NONE.webSocket("/echo", echo));
    }

    /** One that connects to {@code url}. */
    private static GuideSetting connecting(GuideProgram program) throws Exception {
        GuideSetting setting = program.setting(loader);
        setting.url = "ws://127.0.0.1:" + program.port() + "/echo";
        return setting;
    }

    private static void socketOfThePage(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            WebSocket socket = (WebSocket) program.setting(loader).run().get("socket");
            assertThat(HEARD.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("Hello there!");
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            socket.onclose(event -> closed.complete(event.code()));
            if (socket.readyState() != WebSocket.CLOSED) {
                assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1000);
            }
            assertThat(server.isDraining()).isFalse();
        }
    }

    private static void whatWaitsIsSent(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            ReconnectingWebSocket socket =
                    (ReconnectingWebSocket) connecting(program).run().get("socket");
            assertThat(List.of(HEARD.take(), HEARD.take())).contains("waits until there is a connection");
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            socket.onclose(event -> closed.complete(event.code()));
            socket.close(1000);
            assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1000);
            assertThat(server.isDraining()).isFalse();
        }
    }

    private static void everyAttemptHasItsToken(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            ReconnectingWebSocket socket =
                    (ReconnectingWebSocket) connecting(program).run().get("socket");
            CompletableFuture<Void> online = new CompletableFuture<>();
            socket.ononline(event -> online.complete(null));
            online.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.close();
            assertThat(server.isDraining()).isFalse();
        }
    }

    private static void scriptRuns(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            program.setting(loader).run();
            assertThat(HEARD).isNotEmpty();
            assertThat(server.isDraining()).isFalse();
        }
    }

    private static void streamIsReadToItsEnd(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            GuideSetting setting = connecting(program);
            WebSocketCloseInfo end = (WebSocketCloseInfo) setting.run().get("end");
            assertThat(end.closeCode()).isEqualTo(1005);
            assertThat(HEARD).containsExactlyElementsOf(setting.lines);
            assertThat(server.isDraining()).isFalse();
        }
    }

    private static void flowGoesOnToItsEnd(GuideProgram program) throws Exception {
        try (Server server = echoAt(program.port())) {
            GuideSetting setting = connecting(program);
            WebSocketStream stream = new WebSocketStream(setting.url);
            setting.open = stream.opened().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            setting.answers = new Counting();
            setting.run();
            assertThat(stream.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS).closeCode())
                    .isEqualTo(1005);
            assertThat(HEARD).hasSize(10);
            assertThat(server.isDraining()).isFalse();
        }
    }
}
