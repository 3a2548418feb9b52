package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientProbeTest {
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT.withPatience(Duration.ofSeconds(2));

    @Test
    void findsNoFaultWithARightClient() throws Exception {
        Report report = run("frame", "mask", "reserved", "opcode", "control", "close.code", "opening.request");
        assertThat(failures(report)).isEmpty();
        assertThat(report.count(Verdict.PASS)).isGreaterThan(280);
    }

    @Test
    void aClientThatTakesAnyUpgradeIsFound() throws Exception {
        // The small client looks at the status and at the accept value, and at nothing else.
        Report report = run("opening.answer-refused.accept-wrong", "opening.answer-refused.upgrade-missing");
        assertThat(report.results()).extracting(Result::verdict).containsExactly(Verdict.PASS, Verdict.FAIL);
    }

    @Test
    void aMalformedRequestIsFound() throws Exception {
        try (ClientProbe probe = listening("opening.request.version", "opening.request.method")) {
            CompletableFuture<Report> report = started(probe);
            start(new EchoClient(probe.address()) {
                @Override
                String request(String key) {
                    return super.request(key).replace("Version: 13", "Version: 8");
                }
            });
            assertThat(failures(report.get()))
                    .contains("opening.request.version")
                    .doesNotContain("method");
        }
    }

    @Test
    void casesThatAClientNeverConnectedToAreFailures() throws Exception {
        ProbeOptions brief = OPTIONS.withFirstClientWait(Duration.ofMillis(200)).withOnly("close.code");
        Report report = Probe.ofClient(loopback(), brief).run(ProbeListener.NONE);
        assertThat(report.count(Verdict.FAIL)).isEqualTo(report.total());
        assertThat(failures(report)).contains("never connected");
    }

    @Test
    void aClientMayTakeItsTimeToCome() throws Exception {
        ProbeOptions brief = OPTIONS.withClientWait(Duration.ofMillis(200)).withOnly("close.code.1000");
        try (ClientProbe probe = Probe.ofClient(loopback(), brief)) {
            CompletableFuture<Report> report = started(probe);
            Thread.sleep(600);
            start(new EchoClient(probe.address()));
            assertThat(failures(report.get())).isEmpty();
        }
    }

    @Test
    void aClientThatStaysAwayIsGivenUp() throws Exception {
        ProbeOptions brief =
                OPTIONS.withClientWait(Duration.ofMillis(200)).withOnly("close.code.1000", "close.code.1001");
        try (ClientProbe probe = Probe.ofClient(loopback(), brief)) {
            CompletableFuture<Report> report = started(probe);
            assertThat(get(probe, "/run")).contains("101 Switching Protocols");
            assertThat(failures(report.get())).contains("never connected");
        }
    }

    @Test
    void theNumberOfCasesAndThePageCanBeFetched() throws Exception {
        try (ClientProbe probe = listening("close.code")) {
            CompletableFuture<Report> report = started(probe);
            assertThat(get(probe, "/count"))
                    .contains("101 Switching Protocols")
                    .contains(String.valueOf(probe.count()));
            assertThat(get(probe, "/report")).contains("200 OK").contains("<!doctype html>");
            assertThat(get(probe, "/other")).contains("404 Not Found");
            start(new EchoClient(probe.address()));
            assertThat(failures(report.get())).isEmpty();
        }
    }

    @Test
    void aCaseHasAnAddressOfItsOwn() throws Exception {
        try (ClientProbe probe = listening("close.code.1000", "close.code.1001")) {
            CompletableFuture<Report> report = started(probe);
            assertThat(get(probe, "/case/2")).contains("101 Switching Protocols");
            assertThat(get(probe, "/case/2")).contains("ran already");
            start(new EchoClient(probe.address()));
            assertThat(report.get().results()).extracting(Result::verdict).containsExactly(Verdict.PASS, Verdict.FAIL);
        }
    }

    private static Report run(String... only) throws Exception {
        try (ClientProbe probe = listening(only)) {
            CompletableFuture<Report> report = started(probe);
            start(new EchoClient(probe.address()));
            return report.get();
        }
    }

    private static ClientProbe listening(String... only) throws Exception {
        return Probe.ofClient(loopback(), OPTIONS.withOnly(only));
    }

    private static CompletableFuture<Report> started(ClientProbe probe) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return probe.run(ProbeListener.NONE);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void start(Runnable client) {
        Thread thread = new Thread(client, "echo-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends an opening request, ends its direction, and returns all that comes. */
    private static String get(ClientProbe probe, String path) throws Exception {
        try (Socket socket =
                new Socket(probe.address().getAddress(), probe.address().getPort())) {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: x:" + probe.address().getPort()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Version: 13\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(new DataInputStream(socket.getInputStream()).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String failures(Report report) {
        return report.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map(result -> result.test().id() + ": " + result.observed())
                .collect(Collectors.joining("\n"));
    }
}
