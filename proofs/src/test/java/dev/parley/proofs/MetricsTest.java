package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code /metrics}: the figures are right, Prometheus's own parser takes them, and peers cannot make them more. */
final class MetricsTest {
    private static final WebSocketHandler ECHO = new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    };
    private static final Routes ROUTES = Routes.NONE.webSocket("/echo", ECHO).webSocket("/odd\"name\\", ECHO);
    private static final ServerOptions OPTIONS =
            ServerOptions.DEFAULT.withPort(0).withManagement(0);

    @Test
    void figuresAreThoseOfWhatHappened() throws Exception {
        try (Server server = Server.start(OPTIONS, ROUTES);
                RawClient stays = RawClient.open(server.address().getPort(), "/echo")) {
            stays.send(RawClient.frame(0x82, new byte[100]));
            stays.readFrame();
            leaveWith(server, 1000);
            RawClient lost = RawClient.open(server.address().getPort(), "/echo");
            lost.reset();
            try (RawClient wrong = RawClient.open(server.address().getPort(), "/echo")) {
                wrong.send(new byte[] {(byte) 0xF1, (byte) 0x80, 0, 0, 0, 0});
                assertThat(wrong.readFrame().closeCode()).isEqualTo(1002);
            }
            refused(server, "/nothing", "");
            refused(server, "/echo", "Origin: https://evil.example\r\n");
            Until.so("all is counted", () -> metrics(server).figure("parley_connections{route=\"/echo\"}") == 1);
            HttpGet metrics = metrics(server);
            assertThat(metrics.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(metrics.figure("parley_connections_opened_total{route=\"/echo\"}"))
                    .isEqualTo(4);
            assertThat(metrics.figure("parley_messages_received_total{route=\"/echo\"}"))
                    .isEqualTo(1);
            assertThat(metrics.figure("parley_received_bytes_total{route=\"/echo\"}"))
                    .isEqualTo(100);
            assertThat(metrics.figure("parley_messages_sent_total{route=\"/echo\"}"))
                    .isEqualTo(1);
            assertThat(metrics.figure("parley_sent_bytes_total{route=\"/echo\"}"))
                    .isEqualTo(100);
            assertThat(closed(metrics, "clean", "1000")).isEqualTo(1);
            assertThat(closed(metrics, "lost", "1006")).isEqualTo(1);
            assertThat(closed(metrics, "failed", "1002")).isEqualTo(1);
            assertThat(metrics.figure("parley_connection_duration_seconds_count{route=\"/echo\"}"))
                    .isEqualTo(3);
            assertThat(metrics.figure("parley_handshakes_refused_total{status=\"404\"}"))
                    .isEqualTo(1);
            assertThat(metrics.figure("parley_handshakes_refused_total{status=\"403\"}"))
                    .isEqualTo(1);
            assertThat(metrics.figure("parley_draining")).isZero();
            assertThat(metrics.figure("process_open_fds")).isPositive();
        }
    }

    @Test
    void prometheusTakesThemAndHasNothingToSay() throws Exception {
        try (Server server = Server.start(OPTIONS, ROUTES);
                RawClient odd = RawClient.open(server.address().getPort(), "/odd\"name\\")) {
            assertThat(odd).isNotNull();
            leaveWith(server, 4000);
            refused(server, "/nothing", "");
            Until.so("one has ended", () -> closed(metrics(server), "clean", "4xxx") == 1);
            assertThat(promtool(metrics(server).body())).isEqualTo("0 ");
        }
    }

    /** The control: it does say something. */
    @Test
    void prometheusRefusesWhatIsNoneOfItsText() throws Exception {
        assertThat(promtool("parley_connections{route=\"a\"b\"} 1\n")).doesNotStartWith("0");
    }

    @Test
    void peersCannotMakeMoreFigures() throws Exception {
        try (Server server = Server.start(OPTIONS, ROUTES)) {
            leaveWith(server, 4000);
            leaveWith(server, 3000);
            refused(server, "/nothing", "");
            Until.so("both have ended", () -> closed(metrics(server), "clean", "3xxx") == 1);
            long before = metrics(server).body().lines().count();
            for (int i = 1; i <= 40; i++) {
                leaveWith(server, 4000 + i);
                leaveWith(server, 3000 + i);
                refused(server, "/nothing" + i, "");
            }
            Until.so(
                    "all have ended",
                    () -> closed(metrics(server), "clean", "4xxx") + closed(metrics(server), "clean", "3xxx") == 82);
            assertThat(metrics(server).body().lines().count()).isEqualTo(before);
        }
    }

    private static HttpGet metrics(Server server) throws IOException {
        return HttpGet.from(server.managementAddress().orElseThrow().getPort(), "/metrics");
    }

    private static double closed(HttpGet metrics, String ending, String code) {
        return metrics.figure(
                "parley_connections_closed_total{route=\"/echo\",ending=\"" + ending + "\",code=\"" + code + "\"}");
    }

    private static void leaveWith(Server server, int code) throws IOException {
        try (RawClient client = RawClient.open(server.address().getPort(), "/echo")) {
            client.send(RawClient.frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
            assertThat(client.readFrame().closeCode()).isEqualTo(code);
        }
    }

    private static void refused(Server server, String path, String field) throws IOException {
        int port = server.address().getPort();
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, path).replace("Upgrade: w", field + "Upgrade: w"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 40");
        }
    }

    /** Its exit status, and what it says. */
    private static String promtool(String metrics) throws Exception {
        Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(metrics.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }
}
