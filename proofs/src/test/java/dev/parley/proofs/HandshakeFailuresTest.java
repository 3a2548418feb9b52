package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Admission;
import dev.parley.server.Peer;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by which other servers were broken, led astray or exhausted before there was a WebSocket. A bystander is served after each. */
@Tag("one-jdk")
final class HandshakeFailuresTest {
    private static final int REFUSALS = 1_000;

    private final AtomicInteger opened = new AtomicInteger();
    private Server server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.incrementAndGet();
            }

            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }
        };
        Routes routes = Routes.NONE
                .get("/members", request -> Response.text(200, "for members only"))
                .behind(request -> Admission.refused(Response.text(401, "Who are you?")))
                .webSocket("/", echo);
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        port = server.address().getPort();
    }

    @AfterEach
    void bystanderIsServed() throws IOException {
        try (RawClient bystander = RawClient.open(port, "/")) {
            bystander.send(RawClient.text("served"));
            assertThat(bystander.readFrame().text()).isEqualTo("served");
        } finally {
            server.close();
        }
    }

    /** A handshake with more header fields. */
    private String handshake(String fields) {
        return RawClient.handshake(port, "/").replace("Upgrade: w", fields + "\r\nUpgrade: w");
    }

    private String ask(String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            return client.readHead();
        }
    }

    /** A regular expression took minutes for one of these. */
    @Test
    void spacesInAListCostNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(ask(handshake("Sec-WebSocket-Protocol: b" + " ".repeat(14_000) + "x")))
                    .startsWith("HTTP/1.1 400 ");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ask(handshake("Sec-WebSocket-Extensions: a; b=\"" + "\\a".repeat(7_000))))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructor", "__proto__", "toString; hashCode", "getClass, wait, notify"})
    void extensionsAreOnlyNames(String extensions) throws IOException {
        assertThat(ask(handshake("Sec-WebSocket-Extensions: " + extensions)))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Extensions");
    }

    /** A leak of what was asked would be fourteen megabytes. */
    @Test
    void whatIsRefusedIsForgotten() throws Exception {
        String wrong = handshake("X-Padding: " + "x".repeat(14_000)).replace("ZQ==", "");
        assertThat(ask(wrong)).startsWith("HTTP/1.1 400 ");
        long before = usedHeap();
        for (int i = 0; i < REFUSALS; i++) {
            ask(wrong);
        }
        Until.so("the heap is as before", () -> usedHeap() < before + 7 * 1024 * 1024);
        assertThat(opened).hasValue(0);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void handshakeBehindAHandshakeIsNoRequest() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, "/").repeat(2));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readFrame().closeCode()).isEqualTo(1002);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(opened).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 44", "Transfer-Encoding: chunked", "Content-Length: 0, 44"})
    void bodyOfAHandshakeIsNoSecondRequest(String field) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(handshake(field) + "GET /members HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 400 ")
                    .containsOnlyOnce("HTTP/1.1");
        }
        assertThat(opened).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 5",
                ": no name",
                "Host : elsewhere",
                "Host: elsewhere",
                "X-Nul: a\0b"
            })
    void fieldsThatCanBeReadInTwoWaysAreRefused(String fields) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(handshake(fields));
            String answer = new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
            assertThat(answer)
                    .satisfiesAnyOf(
                            a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 400 "));
        }
        assertThat(opened).hasValue(0);
    }

    /** Some proxies opened a tunnel before the server behind them had agreed; what came next was for the server alone. */
    @Test
    void refusedHandshakeOpensNoTunnel() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, "/").replace("Version: 13", "Version: 1337"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 426 ");
            client.send("GET /members HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n");
            assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1 200", "for members only");
        }
        assertThat(opened).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://127.0.0.1:%d/",
                "CONNECT 127.0.0.1:%d",
                "GET //127.0.0.1:%d/",
                "GET /#http://127.0.0.1:%d/"
            })
    void nobodyElseIsAskedForIt(String target) throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String line = target.formatted(elsewhere.getLocalPort());
            assertThat(ask(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
            elsewhere.setSoTimeout(50);
            Assertions.assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
