package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
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
    void whereNoClientComesThereIsOneClearError() throws Exception {
        ProbeOptions brief = OPTIONS.withFirstClientWait(Duration.ofMillis(200)).withOnly("close.code");
        Probe probe = Probe.ofClient(loopback(), brief);
        assertThatExceptionOfType(PeerUnavailableException.class)
                .isThrownBy(() -> probe.run(ProbeListener.NONE))
                .withMessageContaining("No client came");
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
            assertThat(report.get().results()).hasSize(1);
            assertThat(report.get().notRun()).extracting(Case::id).containsExactly("close.code.1001");
            assertThat(report.get().remarks())
                    .singleElement()
                    .asString()
                    .matches("The client stayed away for 1 s after close.code.1000.");
        }
    }

    @Test
    void aRunThatIsStoppedReportsWhatThereIs() throws Exception {
        try (ClientProbe probe = listening("close.code.1000", "close.code.1001")) {
            CompletableFuture<Report> report = started(probe);
            assertThat(get(probe, "/run")).contains("101 Switching Protocols");
            probe.stop();
            assertThat(report.get().notRun()).hasSize(1);
            assertThat(report.get().remarks()).containsExactly("The run was stopped before its end.");
        }
    }

    @Test
    void theNumberOfCasesAndThePageCanBeFetched() throws Exception {
        try (ClientProbe probe = listening("close.code")) {
            CompletableFuture<Report> report = started(probe);
            assertThat(get(probe, "/count"))
                    .contains("101 Switching Protocols")
                    .contains(String.valueOf(probe.count()));
            Thread.sleep(200);
            assertThat(get(probe, "/report"))
                    .contains("200 OK")
                    .contains("<!doctype html>")
                    .contains("0 of " + probe.count() + " cases so far.")
                    .doesNotContain("in 0.0 seconds");
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
            assertThat(get(probe, "/case/3")).contains("there are cases 1 to 2");
            start(new EchoClient(probe.address()));
            assertThat(report.get().results()).extracting(Result::verdict).containsExactly(Verdict.PASS, Verdict.FAIL);
        }
    }

    @Test
    void aCaseCanBePlayedAgainByItsNumberAndTheLastTimeCounts() throws Exception {
        ProbeOptions brief = OPTIONS.withClientWait(Duration.ofMillis(500)).withOnly("close.code.1000");
        List<Verdict> heard = new CopyOnWriteArrayList<>();
        ProbeListener listener = new ProbeListener() {
            @Override
            public void finished(Result result) {
                heard.add(result.verdict());
            }

            @Override
            public void repeated(Result result) {
                heard.add(result.verdict());
            }
        };
        try (ClientProbe probe = Probe.ofClient(loopback(), brief)) {
            CompletableFuture<Report> report = started(probe, listener);
            for (int i = 0; i < 2; i++) {
                assertThat(get(probe, "/case/1")).contains("101 Switching Protocols");
            }
            EchoClient once = new EchoClient(probe.address()) {
                @Override
                String request(String key) {
                    return super.request(key).replace("/run", "/case/1");
                }
            };
            try {
                once.connect();
            } catch (IOException e) {
                // The probe has ended the connection.
            }
            assertThat(report.get().results()).extracting(Result::verdict).containsExactly(Verdict.PASS);
            assertThat(heard).containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.PASS);
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
        return started(probe, ProbeListener.NONE);
    }

    private static CompletableFuture<Report> started(ClientProbe probe, ProbeListener listener) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return probe.run(listener);
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
