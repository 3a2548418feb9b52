package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.parley.client.WebSocketOptions;
import dev.parley.script.Script;
import dev.parley.script.ScriptOptions;
import dev.parley.server.Origins;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the standard says of a WebSocket, section by section: the same files in Chromium and on the JVM, with the same results. */
@Tag("one-jdk")
final class StandardTest {
    @TempDir
    private static Path directory;

    private static ServeProcess server;
    private static ServeProcess secure;
    private static Server special;
    private static OddServer odd;
    private static Chromium chromium;
    private static Page page;
    private static String settings;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve("--max-message", "32m");
        Pem.makeIdentity(directory, "localhost", "dns:localhost,ip:127.0.0.1");
        secure = ServeProcess.serve(
                "--allow-origin",
                "*",
                "--tls-cert",
                directory.resolve("localhost.pem").toString(),
                "--tls-key",
                directory.resolve("localhost.key").toString());
        odd = new OddServer();
        special = Server.start(
                ServerOptions.DEFAULT.withPort(0).withThreads(1).withOrigins(Origins.ANY),
                Routes.NONE.webSocket("/close", new Closing()).webSocket("/three", new Three()));
        chromium = Chromium.start();
        page = chromium.open(server.address("http", "/lab"), 1280, 800);
        settings = "const host = '127.0.0.1:" + server.port() + "', port = " + server.port() + ", echo = '"
                + server.address("ws", "/echo") + "', secure = '" + secure.address("wss", "/echo") + "', special = '"
                + "ws://127.0.0.1:" + special.address().getPort() + "', raw = '" + odd.address() + "', closedPort = "
                + closedPort() + ";\n";
    }

    @AfterAll
    static void stop() throws Exception {
        chromium.close();
        special.close();
        odd.close();
        secure.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constructor",
                "protocols",
                "close",
                "send",
                "events",
                "bufferedAmount",
                "binaryType",
                "secure",
                "errors",
                "loop"
            })
    void inChromiumAndOnTheJvmTheSameComesOfIt(String section) throws Exception {
        String function = "async () => {\n" + settings + read("harness") + read(section) + "\nreturn results();\n}";
        JsonNode browser = JsonMapper.shared().readTree((String) page.evaluate(function));
        JsonNode jvm = JsonMapper.shared().readTree(onTheJvm(section, function));
        assertThat(browser.size()).isEqualTo(jvm.size()).isPositive();
        List<String> surprises = new ArrayList<>(surprises("Chromium", browser));
        surprises.addAll(surprises("the JVM", jvm));
        assertThat(surprises).isEmpty();
    }

    private static List<String> surprises(String where, JsonNode results) {
        List<String> surprises = new ArrayList<>();
        for (JsonNode result : results) {
            if (!result.get("actual").equals(result.get("expected"))) {
                surprises.add("on %s, %s: %s instead of %s"
                        .formatted(where, result.get("name"), result.get("actual"), result.get("expected")));
            }
        }
        return surprises;
    }

    private static String onTheJvm(String section, String function) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        ScriptOptions options = ScriptOptions.DEFAULT
                .withBase(server.address("http", "/lab"))
                .withOutput(out, System.err)
                .withWebSocket(trusting());
        try (Script script = Script.open(options)) {
            script.run("(" + function + ")().then(print)");
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static WebSocketOptions trusting() throws Exception {
        try (InputStream in = Files.newInputStream(directory.resolve("localhost.pem"))) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return WebSocketOptions.DEFAULT.withTrusted(List.of(certificate));
        }
    }

    private static String read(String name) throws Exception {
        try (InputStream in = StandardTest.class.getResourceAsStream("/standard/" + name + ".js")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Closes with the code and the reason that it is told. */
    private static final class Closing implements WebSocketHandler {
        @Override
        public void onText(Peer peer, String text) {
            int space = text.indexOf(' ');
            peer.close(Integer.parseInt(text.substring(0, space)), text.substring(space + 1));
        }
    }

    /** Sends three messages, and closes. */
    private static final class Three implements WebSocketHandler {
        @Override
        public void onText(Peer peer, String text) {
            for (int i = 0; i < 3; i++) {
                peer.send(Integer.toString(i));
            }
            peer.close(1000, "");
        }
    }
}
