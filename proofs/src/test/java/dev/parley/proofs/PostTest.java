package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Admission;
import dev.parley.server.Gate;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests, byte by byte. */
final class PostTest {
    private static final int LIMIT = 1_000;
    private static final String CLOSE = "Connection: close\r\n";

    private final AtomicInteger taken = new AtomicInteger();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        Gate slow = request -> Admission.later(CompletableFuture.supplyAsync(
                () -> request.headers().contains("X-Member")
                        ? Admission.as("member")
                        : Admission.refused(Response.text(401, "Who is it?")),
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)));
        Routes routes = Routes.NONE
                .post("/slow", LIMIT, (request, body) -> {
                    taken.incrementAndGet();
                    return CompletableFuture.supplyAsync(() -> said(body));
                })
                .behind(slow)
                .post("/fails", LIMIT, (request, body) -> CompletableFuture.failedStage(new Exception("on purpose")))
                .post("/", LIMIT, (request, body) -> CompletableFuture.completedStage(said(body)))
                .get("/", request -> Response.text(200, "got"));
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Response said(byte[] body) {
        return Response.text(200, body.length + " " + new String(body, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                "POST /slow HTTP/1.1\r\nHost: localhost\r\nX-Member: 1\r\nContent-Length: 5\r\n\r\nhello",
            })
    void aBodyIsTakenWholeHoweverItComesAndTheConnectionGoesOn(String request) throws Exception {
        for (int step : new int[] {request.length(), 1, 7}) {
            try (RawClient client = new RawClient(server.address().getPort())) {
                for (int at = 0; at < request.length(); at += step) {
                    client.send(request.substring(at, Math.min(request.length(), at + step)));
                    if (step == 1) {
                        Thread.sleep(1);
                    }
                }
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "\r\n");
                String answers = new String(client.readToEnd(), StandardCharsets.UTF_8);
                assertThat(answers)
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\r\n\r\n5 hello\n")
                        .endsWith("\r\n\r\ngot\n");
            }
        }
    }

    @Test
    void noBodyIsAnEmptyOne() throws Exception {
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "\r\n"))
                .endsWith("\r\n\r\n0 \n");
    }

    @Test
    void whatIsTooLargeIs413FromItsHeadAlreadyAndFromItsBodyOtherwise() throws Exception {
        String fits = "x".repeat(LIMIT);
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "Content-Length: " + LIMIT + "\r\n\r\n"
                        + fits))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + (LIMIT + 1) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + fits
                        + "\r\n1\r\nx\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void whoWaitsToBeToldToGoOnIsToldSoOnlyIfTheBodyIsWanted() throws Exception {
        try (RawClient client = new RawClient(server.address().getPort())) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            client.send("hi");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void whoIsNotLetInIsNotReadFrom() throws Exception {
        assertThat(ask("POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(
                        ask(
                                "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(taken).hasValue(0);
    }

    @Test
    void whatFailsIs500AndWhatIsNotPostedToIs405() throws Exception {
        assertThat(ask("POST /fails HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "Content-Length: 1\r\n\r\nx"))
                .startsWith("HTTP/1.1 500 ");
        assertThat(ask("GET /fails HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: POST\r\n");
        assertThat(ask("PUT / HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD, POST\r\n");
    }

    private String ask(String request) throws Exception {
        try (RawClient client = new RawClient(server.address().getPort())) {
            client.send(request);
            return new String(client.readToEnd(), StandardCharsets.UTF_8);
        }
    }
}
