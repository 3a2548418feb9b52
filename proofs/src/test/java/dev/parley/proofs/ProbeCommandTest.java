package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.probe.Cases;
import dev.parley.probe.Role;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code parley probe} as a user runs it: what it prints, writes and ends with. */
@Tag("one-jdk")
final class ProbeCommandTest {
    private static ServeProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aGoodServerPassesAndTheReportsAreWritten(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("report.json");
        Path html = directory.resolve("report.html");
        try (ServeProcess probe = ServeProcess.run(
                "probe",
                server.address("ws", "/echo"),
                "--only",
                "frame.length,mask",
                "--json",
                json.toString(),
                "--html",
                html.toString(),
                "--fail-on",
                "tolerated")) {
            assertThat(probe.awaitExit()).isZero();
            assertThat(probe.standardOutput()).last().asString().contains("0 tolerated, 0 fail, 0 not applicable");
            assertThat(probe.standardError()).last().asString().endsWith("0 failed");
        }
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        int total = report.path("total").asInt();
        assertThat(total).isGreaterThan(20).isEqualTo(report.path("pass").asInt());
        assertThat(report.path("cases")).hasSize(total).allSatisfy(each -> {
            assertThat(each.path("id").asString()).isNotEmpty();
            assertThat(each.path("group").asString()).isNotEmpty();
            assertThat(each.path("clause").asString()).startsWith("RFC ");
            assertThat(each.path("verdict").asString()).isEqualTo("pass");
        });
        assertThat(Files.readString(html)).startsWith("<!doctype html>").contains("frame.length");
    }

    @Test
    void aServerThatBreaksARuleEndsItWithOneAndTheSumsComeLast() throws Exception {
        WebSocketHandler textOnly = new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }
        };
        ServerOptions anyPort = ServerOptions.DEFAULT.withPort(0).withCompression(Optional.empty());
        try (Server broken = Server.start(anyPort, Routes.NONE.webSocket("/", textOnly));
                ServeProcess probe = ServeProcess.run(
                        "probe",
                        "ws://127.0.0.1:" + broken.address().getPort() + "/",
                        "--only",
                        "frame.length.binary-1,offer")) {
            assertThat(probe.awaitExit()).isEqualTo(1);
            assertThat(probe.standardError()).anyMatch(line -> line.startsWith("fail  frame.length"));
            List<String> said = probe.standardOutput();
            assertThat(said).anyMatch(line -> line.startsWith("fail: frame.length.binary-1"));
            assertThat(said).noneMatch(line -> line.contains("offer."));
            assertThat(said.get(said.size() - 1)).contains("0 pass, 0 tolerated, 1 fail, ", " not applicable, in ");
            assertThat(said.get(said.size() - 3)).startsWith("Compression: what is agreed");
        }
    }

    @Test
    void aServerThatGoesAwayEndsItWithOneAndWhatWasNotRunIsNoFailure(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("report.json");
        try (ServeProcess mortal = ServeProcess.serve();
                ServeProcess probe =
                        ServeProcess.run("probe", mortal.address("ws", "/echo"), "--json", json.toString())) {
            probe.awaitError(" cases, 0 failed");
            mortal.kill();
            assertThat(probe.awaitExit()).isEqualTo(1);
            assertThat(probe.standardOutput()).last().asString().contains(" not run, in ");
            assertThat(probe.standardOutput())
                    .anyMatch(line -> line.startsWith("The server went away during or right"));
        }
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        int total = report.path("total").asInt();
        assertThat(report.path("cases")).hasSize(total);
        assertThat(total + report.path("notRun").asInt())
                .isEqualTo(Cases.all(Role.SERVER).size());
        assertThat(report.path("fail").asInt()).isLessThan(10);
        assertThat(report.path("remarks")).hasSize(1);
    }

    @Test
    void aSignalEndsItEarlyAndWhatThereIsIsTold(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("report.json");
        try (ServeProcess probe =
                ServeProcess.run("probe", "--listen", "0", "--only", "close.code", "--json", json.toString())) {
            probe.awaitOutput("/report");
            probe.terminate();
            // As the virtual machine does after SIGTERM; after SIGINT it would be 130.
            assertThat(probe.awaitExit()).isEqualTo(143);
            assertThat(probe.standardOutput()).last().asString().contains(" not run, in ");
        }
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("total").asInt()).isZero();
        assertThat(report.path("notRun").asInt()).isGreaterThan(5);
        assertThat(report.path("remarks").path(0).asString()).contains("stopped");
    }

    @Test
    void aReportThatCannotBeWrittenAfterAllComesAfterTheSummary() throws Exception {
        try (ServeProcess probe = ServeProcess.run(
                "probe", server.address("ws", "/echo"), "--only", "frame.length.text-7", "--json", "/dev/full")) {
            assertThat(probe.awaitExit()).isEqualTo(2);
            assertThat(probe.standardOutput()).last().asString().contains("1 pass");
            assertThat(probe.standardError()).last().asString().contains("Cannot write /dev/full");
        }
    }

    @Test
    void whatCannotBeDoneEndsWithTwoAndOneLineThatHelps(@TempDir Path directory) throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        String echo = server.address("ws", "/echo");
        String busy = String.valueOf(server.port());
        assertUnusable("Name a server");
        assertUnusable("Nobody answers", "ws://127.0.0.1:" + nobody + "/");
        assertUnusable("the probe needs an echo", server.address("ws", "/broadcast"));
        assertUnusable("write it as ws://host:port/path", "127.0.0.1:8080/echo");
        assertUnusable("Choose one", echo, "--listen", "0");
        assertUnusable("127.0.0.1 port " + busy, "--listen", busy);
        assertUnusable("--listen", echo, "--host", "127.0.0.1");
        assertUnusable("no.such.case", echo, "--only", "no.such.case");
        assertUnusable("empty name", echo, "--only", ",");
        assertUnusable("no report", "--list", "--html", "report.html");
        assertUnusable("/no/such/folder", echo, "--json", "/no/such/folder/report.json");
        assertUnusable("is a folder", echo, "--html", directory.toString());
        assertUnusable("parley probe --help", "--bogus");
    }

    @Test
    void aCertificateThatNobodySignedIsTakenIfOneSaysSo() throws Exception {
        try (ServeProcess secure = ServeProcess.serve("--tls-self-signed")) {
            String echo = secure.address("wss", "/echo");
            assertUnusable("--trust-any", echo);
            try (ServeProcess probe = ServeProcess.run(
                    "probe", echo, "--trust-any", "--only", "frame.length.text-7", "--fail-on", "Tolerated")) {
                assertThat(probe.awaitExit()).isZero();
            }
        }
    }

    private static void assertUnusable(String word, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("probe"));
        all.addAll(List.of(arguments));
        try (ServeProcess probe = ServeProcess.run(all.toArray(String[]::new))) {
            assertThat(probe.awaitExit()).as(String.join(" ", all)).isEqualTo(2);
            assertThat(probe.standardError())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("parley: ")
                    .contains(word);
        }
    }

    @Test
    void theCasesAreListed() throws Exception {
        try (ServeProcess list = ServeProcess.run("probe", "--list");
                ServeProcess forClients = ServeProcess.run("probe", "--list", "--listen", "0")) {
            assertThat(list.awaitExit()).isZero();
            assertThat(list.standardOutput()).hasSameSizeAs(Cases.all(Role.SERVER));
            assertThat(forClients.awaitExit()).isZero();
            assertThat(forClients.standardOutput()).hasSameSizeAs(Cases.all(Role.CLIENT));
        }
    }

    @Test
    void thoseCasesAreListedThatWouldRunWithTheirNumbers() throws Exception {
        try (ServeProcess list = ServeProcess.run("probe", "--list", "--only", "close.code.1001", "--only", "mask")) {
            assertThat(list.awaitExit()).isZero();
            assertThat(list.standardOutput()).first().asString().matches(" +1  mask\\..*");
            String last = list.standardOutput().size() + "  close.code.1001";
            assertThat(list.standardOutput()).last().asString().contains(last, "RFC 6455");
        }
    }

    @Test
    void aClientIsToldWhereToConnect() throws Exception {
        try (ServeProcess probe = ServeProcess.run("probe", "--listen", "0", "--only", "frame.length.text-1")) {
            String run = probe.awaitOutput("/run").strip().split(" ")[0];
            ConformanceTest.drive(run);
            assertThat(probe.awaitExit()).isZero();
            assertThat(probe.standardOutput())
                    .anyMatch(line -> line.contains("/count"))
                    .anyMatch(line -> line.contains("/case/1"));
        }
    }
}
