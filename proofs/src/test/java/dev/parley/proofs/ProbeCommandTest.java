package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.probe.Cases;
import dev.parley.probe.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code parley probe} as a user runs it: what it prints, writes and ends with. */
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
    void aServerThatBreaksARuleEndsItWithOneAndIsToldApart() throws Exception {
        // The plain chat takes text only, so as an echo it is broken.
        try (ServeProcess probe =
                ServeProcess.run("probe", server.address("ws", "/broadcast"), "--only", "frame.length.binary-1")) {
            assertThat(probe.awaitExit()).isEqualTo(1);
            assertThat(probe.standardError()).anyMatch(line -> line.startsWith("fail  frame.length"));
            assertThat(probe.standardOutput()).anyMatch(line -> line.startsWith("fail: frame.length"));
        }
    }

    @Test
    void withNothingToTestItEndsWithTwoAndOneLine() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        String[][] unusable = {
            {"probe"},
            {"probe", "ws://127.0.0.1:" + nobody + "/"},
            {"probe", server.address("ws", "/nowhere")},
            {"probe", "gopher://x/"},
            {"probe", server.address("ws", "/echo"), "--only", "no.such.case"},
            {"probe", server.address("ws", "/echo"), "--json", "/no/such/folder/report.json"}
        };
        for (String[] arguments : unusable) {
            try (ServeProcess probe = ServeProcess.run(arguments)) {
                assertThat(probe.awaitExit()).as(String.join(" ", arguments)).isEqualTo(2);
                assertThat(probe.standardError()).hasSize(1).first().asString().startsWith("parley: ");
            }
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
