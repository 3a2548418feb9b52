package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.BinaryType;
import dev.parley.client.WebSocket;
import dev.parley.probe.Cases;
import dev.parley.probe.ClientProbe;
import dev.parley.probe.Probe;
import dev.parley.probe.ProbeListener;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import dev.parley.probe.Role;
import dev.parley.probe.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every case of the probe passes here, in both roles: none is merely tolerated, and none does not apply. What does not pass at
 * first on a busy machine is tried once more, alone, and must pass then.
 */
@Tag("one-jdk")
final class ConformanceTest {
    /** More than a user's, for machines with more to do than this. */
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT.withPatience(Duration.ofSeconds(10));

    @Test
    void serverPassesEveryCase() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            URI echo = URI.create(server.address("ws", "/echo"));
            assertThat(assertAllPass(options -> testServer(echo, options), OPTIONS))
                    .isEqualTo(Cases.all(Role.SERVER).size())
                    .isGreaterThan(600);
        }
    }

    @Test
    void serverWithContextTakeoverPassesEveryCaseOfCompression() throws Exception {
        try (ServeProcess server = ServeProcess.serve("--context-takeover", "--transport", "nio")) {
            URI echo = URI.create(server.address("ws", "/echo"));
            assertAllPass(options -> testServer(echo, options), OPTIONS.withOnly("offer", "deflate", "inflate"));
        }
    }

    @Test
    void clientPassesEveryCase() throws Exception {
        assertThat(assertAllPass(ConformanceTest::testClient, OPTIONS))
                .isEqualTo(Cases.all(Role.CLIENT).size())
                .isGreaterThan(600);
    }

    private static Report testServer(URI echo, ProbeOptions options) throws Exception {
        return Probe.ofServer(echo, options).run(ProbeListener.NONE);
    }

    private static Report testClient(ProbeOptions options) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(anyPort, options)) {
            String url = "ws://127.0.0.1:" + probe.address().getPort() + "/run";
            CompletableFuture<Void> driving = CompletableFuture.runAsync(() -> drive(url));
            Report report = probe.run(ProbeListener.NONE);
            driving.get(20, TimeUnit.SECONDS);
            return report;
        }
    }

    /** The whole of what a client has to do. */
    static void drive(String url) {
        String reason = "";
        while (!reason.equals(ClientProbe.ALL_DONE)) {
            CompletableFuture<String> ended = new CompletableFuture<>();
            WebSocket socket = new WebSocket(url);
            socket.binaryType(BinaryType.ARRAYBUFFER);
            socket.onmessage(event -> {
                if (event.data() instanceof String text) {
                    socket.send(text);
                } else {
                    socket.send((ByteBuffer) event.data());
                }
            });
            socket.onerror(event -> {});
            socket.onclose(event -> ended.complete(event.reason()));
            reason = ended.join();
        }
    }

    private interface Trial {
        Report with(ProbeOptions options) throws Exception;
    }

    /** Returns how many cases there were. */
    private static int assertAllPass(Trial trial, ProbeOptions options) throws Exception {
        Report report = trial.with(options);
        List<String> late = report.results().stream()
                .filter(result -> result.verdict() != Verdict.PASS)
                .map(result -> result.test().id())
                .toList();
        if (!late.isEmpty()) {
            assertThat(trial.with(options.withOnly(late).withParallelism(1)).results().stream()
                            .filter(result -> result.verdict() != Verdict.PASS)
                            .map(result ->
                                    result.verdict() + " " + result.test().id() + ": " + result.observed()))
                    .isEmpty();
        }
        return report.total();
    }
}
