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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every case of the probe passes here, in both roles: none is merely tolerated, and none does not apply. */
final class ConformanceTest {
    @Test
    void serverPassesEveryCase() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            URI echo = URI.create(server.address("ws", "/echo"));
            assertAllPass(Probe.ofServer(echo, ProbeOptions.DEFAULT).run(ProbeListener.NONE), Role.SERVER);
        }
    }

    @Test
    void serverWithContextTakeoverPassesEveryCaseOfCompression() throws Exception {
        try (ServeProcess server = ServeProcess.serve("--context-takeover", "--transport", "nio")) {
            URI echo = URI.create(server.address("ws", "/echo"));
            ProbeOptions compression = ProbeOptions.DEFAULT.withOnly("offer", "deflate", "inflate");
            assertAllPass(Probe.ofServer(echo, compression).run(ProbeListener.NONE));
        }
    }

    @Test
    void clientPassesEveryCase() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(anyPort, ProbeOptions.DEFAULT)) {
            String url = "ws://127.0.0.1:" + probe.address().getPort() + "/run";
            CompletableFuture<Void> driving = CompletableFuture.runAsync(() -> drive(url));
            assertAllPass(probe.run(ProbeListener.NONE), Role.CLIENT);
            driving.get(20, TimeUnit.SECONDS);
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

    private static void assertAllPass(Report report, Role role) {
        assertAllPass(report);
        assertThat(report.total()).isEqualTo(Cases.all(role).size()).isGreaterThan(600);
    }

    private static void assertAllPass(Report report) {
        assertThat(report.results().stream()
                        .filter(result -> result.verdict() != Verdict.PASS)
                        .map(result -> result.verdict() + " " + result.test().id() + ": " + result.observed()))
                .isEmpty();
    }
}
