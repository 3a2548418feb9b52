package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.parley.client.WebSocketOptions;
import dev.parley.script.Script;
import dev.parley.script.ScriptOptions;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the guide say what they promise: in Chromium, on the JVM, and in Java. */
@Tag("one-jdk")
final class ExamplesTest {
    private static final Path FOLDER = Path.of("..", "docs", "guide", "examples");
    private static final String EXTENSIONS =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final Map<String, List<String>> PROMISED = Map.ofEntries(
            Map.entry("echo", List.of("The server sent the same text back.")),
            Map.entry("binary", List.of("byte: 127 float: 3.14159", "length: 5")),
            Map.entry("blob", List.of("a Blob: true of 17 bytes: what is in a file")),
            Map.entry(
                    "states",
                    List.of("made: 0", "open: 1", "The server says: Hello there!", "closing: 2", "closed: 3")),
            Map.entry(
                    "protocols",
                    List.of(
                            "connecting: true",
                            "one: protocolOne",
                            "extensions: " + EXTENSIONS,
                            "of several: protocolOne")),
            Map.entry(
                    "closing",
                    List.of(
                            "[open] connected",
                            "[message] My name is John",
                            "[close] closed cleanly, code=1000 reason=work complete",
                            "[error] it did not work",
                            "[close] the connection died, code=1006")),
            Map.entry("json", List.of("I am number 7", "Ann signed in", "here are Ann and Bob", "Ann: hi, all")),
            Map.entry("support", List.of("supported: true", "The connection is closed.")),
            Map.entry("chat", List.of("Ann: good morning", "Bob: hello, Ann")),
            Map.entry("secure", List.of("wss:// good morn")),
            Map.entry("updates", List.of("1: up", "2: down")));

    @TempDir
    private static Path directory;

    private static ServeProcess server;
    private static ServeProcess secure;
    private static HttpServer updates;
    private static WebSocketOptions trusting;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
        Pem.makeIdentity(directory, "localhost", "dns:localhost,ip:127.0.0.1");
        Path certificate = directory.resolve("localhost.pem");
        secure = ServeProcess.serve(
                "--allow-origin",
                "*",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                directory.resolve("localhost.key").toString());
        try (InputStream in = Files.newInputStream(certificate)) {
            trusting = WebSocketOptions.DEFAULT.withTrusted(List.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)));
        }
        updates = updates();
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        updates.stop(0);
        secure.close();
        server.close();
    }

    static Stream<String> names() {
        return PROMISED.keySet().stream().sorted();
    }

    @Test
    void everyExampleIsTried() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".js"))
                            .map(name -> name.substring(0, name.length() - 3)))
                    .containsExactlyInAnyOrderElementsOf(PROMISED.keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void onTheJvm(String name) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        ScriptOptions options = ScriptOptions.DEFAULT
                .withArguments(arguments(name))
                .withOutput(out, System.err)
                .withWebSocket(trusting);
        try (Script script = Script.open(options)) {
            script.run(FOLDER.resolve(name + ".js"));
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines().toList()).isEqualTo(PROMISED.get(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void inChromium(String name) throws Exception {
        String page = name.equals("updates") ? address(updates, "/") : server.address("http", "/lab");
        Page opened = chromium.open(page, 800, 600);
        String script = Files.readString(FOLDER.resolve(name + ".js"));
        Object lines = opened.evaluate(
                "([scriptArgs, count]) => new Promise((done) => {"
                        + "const lines = [];"
                        + "const say = (...values) => { if (lines.push(values.join(' ')) === count) done(lines); };"
                        + "const console = { log: say }, alert = say;\n" + script + "\n})",
                List.of(arguments(name), PROMISED.get(name).size()));
        assertThat(lines).isEqualTo(PROMISED.get(name));
    }

    @Test
    void inJava() throws Exception {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        FOLDER.resolve("Examples.java").toString());
        assertThat(status).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ExamplesTest.class.getClassLoader())) {
            Class<?> examples = loader.loadClass("Examples");
            for (String name : names().toList()) {
                List<String> said = Collections.synchronizedList(new ArrayList<>());
                Consumer<String> say = said::add;
                String address = server.address("ws", "/echo");
                switch (name) {
                    case "updates" -> {
                        continue; // the one that is JavaScript's alone
                    }
                    case "secure" ->
                        examples.getMethod(name, String.class, WebSocketOptions.class, Consumer.class)
                                .invoke(null, secure.address("wss", "/echo"), trusting, say);
                    default ->
                        examples.getMethod(name, String.class, Consumer.class).invoke(null, address, say);
                }
                long deadline = System.nanoTime() + 20_000_000_000L;
                while (said.size() < PROMISED.get(name).size() && System.nanoTime() < deadline) {
                    Thread.sleep(2);
                }
                assertThat(said).as(name).isEqualTo(PROMISED.get(name));
            }
        }
    }

    private static List<String> arguments(String name) {
        return name.equals("updates")
                ? List.of(address(updates, "/stocks"))
                : List.of(server.address("ws", "/echo"), secure.address("wss", "/echo"));
    }

    private static String address(HttpServer http, String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    /** A stream of events that ends after the first, and goes on from there when it is asked again. */
    private static HttpServer updates() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        http.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "updates");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/stocks", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            try (OutputStream body = exchange.getResponseBody()) {
                body.write((last == null
                                ? "retry: 10\nid: 1\ndata: up\n\n"
                                : "id: 2\ndata: down\n\nevent: close\ndata: after " + last + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        http.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        return http;
    }
}
