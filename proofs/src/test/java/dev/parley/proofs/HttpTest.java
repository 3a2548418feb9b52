package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plain HTTP beside WebSocket on one port. */
final class HttpTest {
    private static ServeProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/chat.js, text/javascript; charset=utf-8",
        "/base.css, text/css; charset=utf-8",
        "/favicon.svg, image/svg+xml",
        "/lab, text/html; charset=utf-8",
        "/?a=b, text/html; charset=utf-8"
    })
    void pagesHaveTheirTypeAndAStrictPolicy(String path, String type) throws IOException {
        String answer = ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .contains("Content-Type: " + type + "\r\n", "X-Content-Type-Options: nosniff\r\n")
                .containsPattern("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void headAnswersWithTheHeadOfGet() throws IOException {
        String answer = ask("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n").doesNotContain("content-length: 0\r\n");
    }

    @Test
    void plainHttpToAWebSocketPathIs426WithTheVersion() throws IOException {
        String answer = ask("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 426 ")
                .contains("Sec-WebSocket-Version: 13\r\n", "Upgrade: websocket\r\n");
    }

    // RFC 6455 §4.4: "it MUST respond with a |Sec-WebSocket-Version| header field".
    @Test
    void anotherVersionIs426WithTheVersion() throws IOException {
        String answer = ask(handshake().replace("Version: 13", "Version: 8"));
        assertThat(answer).startsWith("HTTP/1.1 426 ").contains("Sec-WebSocket-Version: 13\r\n");
    }

    // RFC 6455 §4.2.1: "the server MUST stop processing the client's handshake and return an HTTP response with an
    // appropriate error code (such as 400 Bad Request)."
    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X-Nothing: here",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ",
        "Connection: Upgrade, Connection: keep-alive",
        "Sec-WebSocket-Version: 13, X-Nothing: here",
        "HTTP/1.1, HTTP/1.0",
        "Upgrade: websocket, Upgrade: websocket\\r\\nContent-Length: 5"
    })
    void aMalformedHandshakeIs400(String part, String replacement) throws IOException {
        assertThat(ask(handshake().replace(part, replacement.replace("\\r\\n", "\r\n"))))
                .startsWith("HTTP/1.1 400 ");
    }

    // RFC 6455 §4.2.2: "If the requested service is not available, the server MUST send an appropriate HTTP error code
    // (such as 404 Not Found)".
    @Test
    void whatIsNotThereIs404ForPagesAndSockets() throws IOException {
        assertThat(ask("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(ask(handshake().replace("/echo", "/nowhere"))).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void otherMethodsAre405WithThoseAllowed() throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD\r\n");
        assertThat(ask("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET\r\n");
    }

    // RFC 6455 §4.2.2: "If the server does not wish to accept this connection, it MUST return an appropriate HTTP error
    // code (e.g., 403 Forbidden)".
    @Test
    void aPageOfAnotherOriginIs403AndTheSameHostIsNot() throws IOException {
        assertThat(ask(handshake().replace("Upgrade: w", "Origin: http://evil.example\r\nUpgrade: w")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(ask(handshake().replace("Upgrade: w", "Origin: null\r\nUpgrade: w")))
                .startsWith("HTTP/1.1 403 ");
        try (RawClient client = new RawClient(server.port())) {
            client.send(
                    handshake().replace("Upgrade: w", "Origin: http://127.0.0.1:" + server.port() + "\r\nUpgrade: w"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void whatIsTooLongIsSaidSo() throws IOException {
        assertThat(ask("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n" + "X-Many: 1\r\n".repeat(100) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @ParameterizedTest
    @CsvSource({"GARBAGE", "GET / HTTP/9.9 extra", "GET  /", "\0\1\2"})
    void whatIsNotHttpIs400OrEnded(String line) throws IOException {
        String answer = ask(line + "\r\n\r\n");
        assertThat(answer)
                .satisfiesAnyOf(a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 400 "));
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInTurn() throws IOException {
        String answer = ask("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /favicon.svg HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer.indexOf("HTTP/1.1 404 ")).isZero();
        assertThat(answer.indexOf("HTTP/1.1 200 ")).isPositive().isLessThan(answer.indexOf("HTTP/1.1 426 "));
    }

    @Test
    void aNameOfAStrangerThatLeadsToLoopbackIsNotTheSameHost() throws IOException {
        String rebound = handshake()
                .replace("Host: 127.0.0.1:" + server.port(), "Host: evil.example")
                .replace("Upgrade: w", "Origin: http://evil.example\r\nUpgrade: w");
        assertThat(ask(rebound)).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aRequestNeedsOneHostAndAVersionThatIsSpokenHere() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET / HTTP/9.9\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(ask("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains("\r\nconnection: close");
    }

    @Test
    void whoSendsRequestsWithoutEndAndReadsNothingGetsNoFurther() throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawClient flooder = new RawClient(server.port())) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            flooder.send(request.repeat(100));
                        }
                    })
                    .as("a million requests went in")
                    .isInstanceOf(IOException.class);
        }
        assertThat(ask("GET /favicon.svg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static String handshake() {
        return RawClient.handshake(server.port(), "/echo");
    }

    private static String ask(String request) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(request);
            client.shutdownOutput();
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
        }
    }
}
