package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.engine.Ending;
import dev.parley.server.Admission;
import dev.parley.server.Gate;
import dev.parley.server.Peer;
import dev.parley.server.Proxies;
import dev.parley.server.Request;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerObserver;
import dev.parley.server.ServerOptions;
import dev.parley.server.Subprotocols;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in is the application's to say: before a WebSocket is opened, at once or later. */
final class GateTest {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Request> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

    private final WebSocketHandler echo = new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            happened.add("open " + peer.principal().orElse("nobody"));
        }

        @Override
        public void onText(Peer peer, String text) {
            peer.send(peer.principal().orElse("nobody") + ": " + text);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            happened.add("close");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void gateSeesWhatIsAsked(String transport) throws Exception {
        Gate gate = request -> {
            asked.add(request);
            return Admission.as("ada");
        };
        try (Server server = start(transport, gate);
                RawClient client = new RawClient(port(server))) {
            client.send(handshake(server, "/?token=a%20b")
                    .replace(
                            "Upgrade: w",
                            "Cookie: theme=dark; session=42\r\nSec-WebSocket-Protocol: b, a\r\n"
                                    + "Origin: http://127.0.0.1:" + port(server) + "\r\nUpgrade: w"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").contains("Sec-WebSocket-Protocol: a\r\n");
            Request request = asked.take();
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/");
            assertThat(request.query()).isEqualTo("token=a%20b");
            assertThat(request.cookie("session")).contains("42");
            assertThat(request.cookie("theme")).contains("dark");
            assertThat(request.cookie("ses")).isEmpty();
            assertThat(request.headers().first("origin")).contains("http://127.0.0.1:" + port(server));
            assertThat(request.host()).isEqualTo("127.0.0.1:" + port(server));
            assertThat(request.subprotocols()).containsExactly("b", "a");
            assertThat(request.certificates()).isEmpty();
            assertThat(request.remoteAddress().toString()).contains("127.0.0.1");
            assertThat(request.secure()).isFalse();
            client.send(RawClient.text("hi"));
            assertThat(client.readFrame().text()).isEqualTo("ada: hi");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, WWW-Authenticate, Bearer, true",
        "302, Location, https://login.example/, false",
        "429, Retry-After, 7, true",
        "418, X, y, false"
    })
    void refusalIsAnyAnswer(int status, String name, String value, boolean later) throws Exception {
        Admission refused = Admission.refused(Response.text(status, "no").with(name, value));
        Gate gate = request -> later ? Admission.later(CompletableFuture.supplyAsync(() -> refused)) : refused;
        for (String transport : new String[] {"auto", "nio"}) {
            try (Server server = start(transport, gate);
                    RawClient client = new RawClient(port(server))) {
                client.send(handshake(server, "/"));
                assertThat(client.readHead())
                        .startsWith("HTTP/1.1 " + status + " ")
                        .contains("\r\n" + name + ": " + value + "\r\n");
                assertThat(new String(client.readBytes(3))).isEqualTo("no\n");
                client.send("GET /free HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readHead()).as("the connection goes on").startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(happened).isEmpty();
    }

    static Stream<Arguments> gatesThatLetNobodyIn() {
        Admission refused = Admission.refused(Response.text(403, "no"));
        return Stream.of(
                arguments(403, (Gate) request -> refused),
                arguments(403, (Gate) request -> Admission.later(CompletableFuture.supplyAsync(() -> refused))),
                arguments(503, (Gate) request -> Admission.later(new CompletableFuture<>())),
                arguments(500, (Gate)
                        request -> Admission.later(CompletableFuture.failedFuture(new IOException("on purpose")))),
                arguments(500, (Gate) request -> {
                    throw new IllegalStateException("on purpose");
                }));
    }

    @ParameterizedTest
    @MethodSource("gatesThatLetNobodyIn")
    void whoIsNotLetInIsToldOfUnderTheirOwnAddress(int status, Gate gate) throws Exception {
        ServerOptions observed = ServerOptions.DEFAULT
                .withPort(0)
                .withGateTimeout(Duration.ofMillis(500))
                .withProxies(Proxies.at("127.0.0.1"))
                .withObserver(new ServerObserver() {
                    @Override
                    public void onRefused(SocketAddress address, int status) {
                        happened.add(status + " " + ((InetSocketAddress) address).getHostString());
                    }
                });
        try (Server server = Server.start(observed, routes(gate));
                RawClient client = new RawClient(port(server))) {
            client.send(handshake(server, "/").replace("Upgrade: w", "X-Forwarded-For: 192.0.2.7\r\nUpgrade: w"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
            assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(status + " 192.0.2.7");
        }
    }

    /** What came with the request, and was no HTTP, must not be taken for a request meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void whatAPeerSaysBeforeItIsAdmittedIsHeardAfterwards(String transport) throws Exception {
        CompletableFuture<Admission> decision = new CompletableFuture<>();
        try (Server server = start(transport, request -> {
                    asked.add(request);
                    return Admission.later(decision);
                });
                RawClient early = new RawClient(port(server));
                RawClient other = new RawClient(port(server))) {
            byte[] handshake = handshake(server, "/").getBytes();
            byte[] frame = RawClient.text("early");
            byte[] both = new byte[handshake.length + frame.length];
            System.arraycopy(handshake, 0, both, 0, handshake.length);
            System.arraycopy(frame, 0, both, handshake.length, frame.length);
            early.send(both);
            assertThat(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            // There is one loop: whoever holds it holds this one, too.
            other.send("GET /free HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(other.readHead()).startsWith("HTTP/1.1 200 ");
            decision.complete(Admission.as("grace"));
            assertThat(early.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(early.readFrame().text()).isEqualTo("grace: early");
        }
        assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("open grace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void requestsBehindOneThatIsDecidedAreAnsweredInTurn(String transport) throws Exception {
        CompletableFuture<Admission> decision = new CompletableFuture<>();
        try (Server server = start(transport, request -> {
                    asked.add(request);
                    return Admission.later(decision);
                });
                RawClient client = new RawClient(port(server))) {
            client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\nGET /free HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            decision.complete(Admission.as("ada"));
            assertThat(new String(client.readToEnd()))
                    .containsSubsequence("200 OK", "page of ada", "200 OK", "free", "404 Not Found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void decisionThatDoesNotComeIs503AndHasNoEffectLater(String transport) throws Exception {
        CompletableFuture<Admission> decision = new CompletableFuture<>();
        ServerOptions impatient = options(transport).withGateTimeout(Duration.ofMillis(200));
        try (Server server = Server.start(impatient, routes(request -> Admission.later(decision)));
                RawClient client = new RawClient(port(server))) {
            client.send(handshake(server, "/"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 503 ");
            decision.complete(Admission.as("late"));
            try (RawClient next = RawClient.open(port(server), "/")) {
                next.send(RawClient.text("in time"));
                assertThat(next.readFrame().text()).isEqualTo("late: in time");
            }
        }
        assertThat(happened).containsOnlyOnce("open late");
    }

    /** The control of the test above: with the bound gone, a second gate that answers after it lets its peer in. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void decisionThatTakesLongerIsWaitedForIfThatIsAllowed(String transport) throws Exception {
        CompletableFuture<Admission> decision = new CompletableFuture<>();
        decision.completeOnTimeout(Admission.as("slow"), 400, TimeUnit.MILLISECONDS);
        try (Server server = start(transport, request -> Admission.later(decision));
                RawClient client = new RawClient(port(server))) {
            client.send(handshake(server, "/"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void whoLeavesBeforeTheDecisionIsNeverOpened(String transport) throws Exception {
        CompletableFuture<Admission> decision = new CompletableFuture<>();
        try (Server server = start(transport, request -> {
            asked.add(request);
            return Admission.later(decision);
        })) {
            RawClient gone = new RawClient(port(server));
            gone.send(handshake(server, "/"));
            assertThat(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            gone.reset();
            try (RawClient ordered = new RawClient(port(server))) {
                ordered.send("GET /free HTTP/1.1\r\nHost: x\r\n\r\n");
                ordered.readHead(); // by now the reset is known, too
            }
            decision.complete(Admission.as("ghost"));
            try (RawClient there = RawClient.open(port(server), "/")) {
                there.send(RawClient.text("hi"));
                assertThat(there.readFrame().text()).isEqualTo("ghost: hi");
            }
        }
        // If it had been opened all the same, it would have been closed as well.
        assertThat(happened.stream().filter("close"::equals).count())
                .isEqualTo(happened.stream().filter("open ghost"::equals).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void gateThatFailsIs500(String transport) throws Exception {
        Gate thrower = request -> {
            throw new IllegalStateException("on purpose");
        };
        Gate failing = request -> Admission.later(CompletableFuture.failedFuture(new Exception("on purpose")));
        Gate silent = request -> Admission.later(CompletableFuture.completedFuture(null));
        for (Gate gate : new Gate[] {thrower, failing, silent}) {
            try (Server server = start(transport, gate);
                    RawClient client = new RawClient(port(server))) {
                client.send(handshake(server, "/"));
                assertThat(client.readHead()).startsWith("HTTP/1.1 500 ");
            }
        }
        assertThat(happened).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"auto, true", "auto, false", "nio, true"})
    void pageOfAnotherOriginDoesNotEvenReachTheGate(String transport, boolean gated) throws Exception {
        Gate cookie = request -> {
            asked.add(request);
            return request.cookie("session").isPresent()
                    ? Admission.GRANTED
                    : Admission.refused(Response.text(401, "no"));
        };
        try (Server server = start(transport, gated ? cookie : request -> Admission.GRANTED)) {
            for (String origin : new String[] {"https://evil.example", "null", "http://127.0.0.1:1"}) {
                try (RawClient victim = new RawClient(port(server))) {
                    victim.send(handshake(server, "/")
                            .replace("Upgrade: w", "Cookie: session=42\r\nOrigin: " + origin + "\r\nUpgrade: w"));
                    assertThat(victim.readHead()).startsWith("HTTP/1.1 403 ");
                }
            }
            assertThat(asked).isEmpty();
            try (RawClient own = new RawClient(port(server))) {
                own.send(handshake(server, "/")
                        .replace(
                                "Upgrade: w",
                                "Cookie: session=42\r\nOrigin: http://127.0.0.1:" + port(server) + "\r\nUpgrade: w"));
                assertThat(own.readHead()).startsWith("HTTP/1.1 101 ");
            }
        }
    }

    /** Also where a folder that is free to all has one in it that is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page",
                "/page/",
                "//page",
                "/%70age",
                "/p%61ge",
                "/page;x",
                "/PAGE",
                "/./page",
                "/page?x",
                "http://x/page",
                "/page%00",
                "/page%2f",
                "/%2fpage",
                "/private/file.txt",
                "/%70rivate/file.txt",
                "/private%2ffile.txt",
                "/private//file.txt",
                "/private/./file.txt",
                "/private/../private/file.txt",
                "/./private/file.txt",
                "/priv%61te/fil%65.txt",
                "http://x/%70rivate/file.txt",
                "/hidden",
                "/%68idden"
            })
    void anotherWayToWriteAPathIsNoWayAroundTheGate(String path, @TempDir Path directory) throws Exception {
        Path inner = Files.createDirectories(directory.resolve("private"));
        Files.writeString(inner.resolve("file.txt"), "secret");
        Files.writeString(directory.resolve("page"), "secret");
        Files.writeString(directory.resolve("hidden"), "secret");
        Files.writeString(directory.resolve("free.txt"), "free");
        Routes all = routes(request -> Admission.GRANTED)
                .get("/hidden", request -> Response.text(200, "secret"))
                .files("/private/", inner)
                .behind(request -> Admission.refused(Response.text(401, "no")))
                .and(Routes.NONE.files("/", directory));
        try (Server server = Server.start(options("auto"), all);
                RawClient client = new RawClient(port(server))) {
            client.send("GET " + path
                    + " HTTP/1.1\r\nHost: x\r\n\r\nGET /free.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(new String(client.readToEnd()))
                    .matches("(?s)HTTP/1.1 40[14] .*")
                    .doesNotContain("secret", "page of")
                    .endsWith("\r\n\r\nfree");
        }
    }

    private Server start(String transport, Gate gate) throws Exception {
        return Server.start(options(transport), routes(gate));
    }

    private static ServerOptions options(String transport) {
        return ServerOptions.DEFAULT
                .withPort(0)
                .withThreads(1)
                .withTransport(transport)
                .withGateTimeout(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private Routes routes(Gate gate) {
        return Routes.NONE
                .webSocket("/", echo, Subprotocols.of("a"))
                .get(
                        "/page",
                        request -> Response.text(
                                200, "page of " + request.principal().orElse("nobody")))
                .behind(gate)
                .get("/free", request -> Response.text(200, "free"));
    }

    private static int port(Server server) {
        return server.address().getPort();
    }

    private static String handshake(Server server, String path) {
        return RawClient.handshake(port(server), path);
    }
}
