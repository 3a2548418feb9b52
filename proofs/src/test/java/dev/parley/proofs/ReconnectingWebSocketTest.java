package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.CloseEvent;
import dev.parley.client.DOMException;
import dev.parley.client.Destination;
import dev.parley.client.MessageEvent;
import dev.parley.client.OfflineEvent;
import dev.parley.client.ReconnectDecision;
import dev.parley.client.ReconnectOptions;
import dev.parley.client.ReconnectingEvent;
import dev.parley.client.ReconnectingWebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Headers;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client that comes back: when, how often, with what, and when not. */
final class ReconnectingWebSocketTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final ReconnectOptions QUICK =
            ReconnectOptions.DEFAULT.withDelays(Duration.ofMillis(20), Duration.ofMillis(100));

    /** Gives the largest of what is asked for. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        servers.forEach(Server::close);
    }

    @Test
    void afterARestartItIsBackAndWhatHasWaitedFollowsWhatTheListenersOfOpenSay() throws Exception {
        Server first = serve(0);
        int port = first.address().getPort();
        Recording client =
                new Recording(new ReconnectingWebSocket(url(port), WebSocketOptions.DEFAULT, QUICK), "hello");
        client.socket.send("before it was open");
        client.await("open");
        client.await("online");
        assertThat(client.socket.readyState()).isEqualTo(ReconnectingWebSocket.OPEN);
        assertThat(heard(2)).containsExactly("hello", "before it was open");
        first.close();
        client.await("offline 1001");
        client.await("reconnecting 1");
        assertThat(client.socket.readyState()).isEqualTo(ReconnectingWebSocket.CONNECTING);
        client.socket.send("while it was away, 1");
        client.socket.send("while it was away, 2");
        assertThat(client.socket.bufferedAmount()).isEqualTo(40);
        serve(port);
        client.awaitSkipping("open", "reconnecting");
        client.await("online");
        assertThat(heard(3)).containsExactly("hello", "while it was away, 1", "while it was away, 2");
        client.socket.close(1000, "enough");
        client.await("close 1000");
        assertThat(client.socket.readyState()).isEqualTo(ReconnectingWebSocket.CLOSED);
        assertThat(client.events).isEmpty();
    }

    @Test
    void aFullQueueRefusesAndTakesAgainWhatFits() throws Exception {
        int port = freePort();
        ReconnectOptions tight = QUICK.withQueue(2, 10);
        ReconnectingWebSocket socket = new ReconnectingWebSocket(url(port), WebSocketOptions.DEFAULT, tight);
        socket.send("12345");
        assertQuota(() -> socket.send("1234567"));
        socket.send("12345");
        assertQuota(() -> socket.send(""));
        assertThat(socket.bufferedAmount()).isEqualTo(10);
        serve(port);
        assertThat(heard(2)).containsExactly("12345", "12345");
        assertThat(socket.readyState()).isEqualTo(ReconnectingWebSocket.OPEN);
        socket.close();
    }

    @Test
    void whatWasGivenToALostConnectionIsNotSentAgain() throws Exception {
        try (RawServer raw = new RawServer()) {
            ReconnectingWebSocket socket = new ReconnectingWebSocket(url(raw.port()), WebSocketOptions.DEFAULT, QUICK);
            Recording client = new Recording(socket);
            try (RawServer.Client connection = accept(raw)) {
                client.await("open");
                client.await("online");
                socket.send("lost");
                assertThat(connection.read()).isEqualTo(0x81);
            }
            client.await("offline 1006");
            try (RawServer.Client connection = accept(raw)) {
                client.awaitSkipping("open", "reconnecting");
                socket.send("x".repeat(7));
                assertThat(connection.read()).isEqualTo(0x81);
                assertThat(connection.read()).isEqualTo(0x80 | 7);
                socket.close();
            }
        }
    }

    @Test
    void aFinalCodeEndsItAndTheDecisionCanBeTaken() throws Exception {
        Server server = serve(0);
        String url = url(server.address().getPort());
        for (int code : new int[] {1000, 1008, 4000}) {
            Recording client = new Recording(new ReconnectingWebSocket(url, WebSocketOptions.DEFAULT, QUICK));
            client.socket.send("close " + code);
            client.await("open");
            client.await("online");
            client.await("close " + code);
            assertThat(client.socket.readyState()).isEqualTo(ReconnectingWebSocket.CLOSED);
        }
        ReconnectDecision always = loss -> loss.failures() < 3;
        Recording stubborn =
                new Recording(new ReconnectingWebSocket(url, WebSocketOptions.DEFAULT, QUICK.withDecision(always)));
        for (int i = 1; i < 3; i++) {
            stubborn.socket.send("close 4000");
            stubborn.await("open");
            stubborn.await("online");
            stubborn.await("offline 4000");
            stubborn.await("reconnecting " + i);
        }
        stubborn.socket.send("close 4000");
        stubborn.await("open");
        stubborn.await("online");
        stubborn.await("close 4000");
    }

    @Test
    void aServerThatDropsWhomItAcceptsIsBackedOffFrom() throws Exception {
        Server server = serve(0);
        String url = url(server.address().getPort());
        Recording client = new Recording(new ReconnectingWebSocket(url, WebSocketOptions.DEFAULT, QUICK));
        Recording trusting = new Recording(
                new ReconnectingWebSocket(url, WebSocketOptions.DEFAULT, QUICK.withStableAfter(Duration.ZERO)));
        for (int i = 1; i <= 5; i++) {
            for (Recording each : List.of(client, trusting)) {
                each.socket.send("close 1011");
                each.await("open");
                each.await("online");
                each.await("offline 1011");
                each.await("reconnecting " + (each == client ? i : 1));
            }
        }
        client.socket.close();
        trusting.socket.close();
    }

    @Test
    void aRefusedHandshakeIsFinalAndATooEarlyOneIsTriedWhenTheServerSays() throws Exception {
        try (RawServer raw = new RawServer()) {
            Recording refused =
                    new Recording(new ReconnectingWebSocket(url(raw.port()), WebSocketOptions.DEFAULT, QUICK));
            answer(raw, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            assertThat(refused.next()).startsWith("error").contains("401");
            refused.await("close 1006");

            ReconnectOptions impatient = QUICK.withMaxRetryAfter(Duration.ofMillis(300));
            Recording early =
                    new Recording(new ReconnectingWebSocket(url(raw.port()), WebSocketOptions.DEFAULT, impatient));
            answer(raw, "HTTP/1.1 503 Busy\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n");
            early.await("reconnecting 1");
            assertThat(early.reconnecting.get(0).delay()).isBetween(Duration.ofMillis(300), Duration.ofMillis(320));
            assertThat(early.reconnecting.get(0).loss().httpStatus()).hasValue(503);
            accept(raw);
            early.await("open");
            early.socket.close();
        }
    }

    @Test
    void closeInTheWaitEndsItAtOnce() throws Exception {
        int port = freePort();
        ReconnectOptions inASecond =
                QUICK.withDelays(Duration.ofSeconds(1), Duration.ofSeconds(1)).withRandom(LARGEST);
        ReconnectingWebSocket socket = new ReconnectingWebSocket(url(port), WebSocketOptions.DEFAULT, inASecond);
        socket.send("never sent");
        socket.addEventListener("reconnecting", event -> socket.close());
        Recording client = new Recording(socket);
        client.awaitSkipping("close", "reconnecting");
        assertThat(socket.readyState()).isEqualTo(ReconnectingWebSocket.CLOSED);
        socket.send("dropped");
        assertThat(socket.bufferedAmount()).isEqualTo("never sentdropped".length());
        try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1_300);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(client.events).isEmpty(); // nothing after the close event
    }

    @Test
    void closeWhileConnectingOrAskingEndsItAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Recording client = new Recording(
                    new ReconnectingWebSocket(url(silent.getLocalPort()), WebSocketOptions.DEFAULT, QUICK));
            silent.accept();
            client.socket.close();
            client.await("close 1006");
        }
        BlockingQueue<Destination> never = new LinkedBlockingQueue<>();
        Supplier<Destination> blocked = () -> {
            try {
                return never.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Recording asking = new Recording(new ReconnectingWebSocket(blocked, WebSocketOptions.DEFAULT, QUICK));
        assertThat(asking.socket.url()).isEmpty();
        asking.socket.close();
        asking.await("close 1006");
        never.add(new Destination("ws://127.0.0.1:1/"));
    }

    @Test
    void theDestinationIsAskedForBeforeEachAttempt() throws Exception {
        try (RawServer raw = new RawServer()) {
            AtomicInteger asked = new AtomicInteger();
            Supplier<Destination> fresh = () -> {
                int n = asked.incrementAndGet();
                if (n == 2) {
                    throw new IllegalStateException("no token today");
                }
                return new Destination(url(raw.port()) + "?token=" + n, "p" + n)
                        .withHeaders(Headers.of("Authorization", "Bearer " + n));
            };
            Recording client = new Recording(new ReconnectingWebSocket(fresh, WebSocketOptions.DEFAULT, QUICK));
            for (int n : new int[] {1, 3}) {
                try (RawServer.Client connection = raw.accept()) {
                    String request = connection.readHead();
                    assertThat(request)
                            .contains("?token=" + n + " ", "Bearer " + n + "\r\n", "Protocol: p" + n + "\r\n");
                    connection.send("HTTP/1.1 101 x\r\n" + RawServer.accepting(request) + "Sec-WebSocket-Protocol: p"
                            + n + "\r\n\r\n");
                    client.awaitSkipping("open", "offline", "reconnecting", "online");
                    assertThat(client.socket.protocol()).isEqualTo("p" + n);
                    assertThat(client.socket.url()).endsWith("?token=" + n);
                }
            }
            client.socket.close();
            client.awaitSkipping("close", "error", "online", "offline", "reconnecting");
        }
    }

    @Test
    void aMalformedDestinationIsFinal() throws Exception {
        assertThatThrownBy(() -> new ReconnectingWebSocket("ftp://x/")).isInstanceOf(DOMException.class);
        Recording client = new Recording(
                new ReconnectingWebSocket(() -> new Destination("ws://x/#fragment"), WebSocketOptions.DEFAULT, QUICK));
        assertThat(client.next()).startsWith("error").contains("fragment");
        client.await("close 1006");
    }

    // ---- parts ----

    /** Keeps what clients say; "close 4000" has it close with that. */
    private Server serve(int port) throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                if (text.startsWith("close ")) {
                    peer.close(Integer.parseInt(text.substring(6)), "asked to");
                } else {
                    said.add(text);
                }
            }
        });
        Server server = Server.start(ServerOptions.DEFAULT.withPort(port).withThreads(1), routes);
        servers.add(server);
        return server;
    }

    private List<String> heard(int count) throws InterruptedException {
        List<String> heard = new CopyOnWriteArrayList<>();
        while (heard.size() < count) {
            String next = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("after %s", heard).isNotNull();
            heard.add(next);
        }
        return heard;
    }

    private static RawServer.Client accept(RawServer raw) throws IOException {
        RawServer.Client client = raw.accept();
        client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + "\r\n");
        return client;
    }

    private static void answer(RawServer raw, String answer) throws IOException {
        try (RawServer.Client client = raw.accept()) {
            client.readHead();
            client.send(answer);
        }
    }

    private static String url(int port) {
        return "ws://127.0.0.1:" + port + "/";
    }

    /** One that nobody listens on. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    private static void assertQuota(ThrowingCallable send) {
        assertThatThrownBy(send)
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("QuotaExceededError"));
    }

    /** A client with its events kept. */
    private static final class Recording {
        final ReconnectingWebSocket socket;
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final List<ReconnectingEvent> reconnecting = new CopyOnWriteArrayList<>();

        Recording(ReconnectingWebSocket socket) {
            this(socket, "");
        }

        /** @param hello what it says first on every connection; empty for nothing */
        Recording(ReconnectingWebSocket socket, String hello) {
            this.socket = socket;
            socket.onopen(event -> {
                events.add("open");
                if (!hello.isEmpty()) {
                    socket.send(hello);
                }
            });
            socket.ononline(event -> events.add("online"));
            socket.onmessage((MessageEvent event) -> events.add("message " + event.data()));
            socket.onoffline(
                    (OfflineEvent event) -> events.add("offline " + event.loss().closeCode()));
            socket.onreconnecting(event -> {
                reconnecting.add(event);
                events.add("reconnecting " + event.attempt());
            });
            socket.onerror(event -> events.add("error " + event.message()));
            socket.onclose((CloseEvent event) -> events.add("close " + event.code()));
        }

        String next() throws InterruptedException {
            String event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }

        void await(String event) throws InterruptedException {
            assertThat(next()).isEqualTo(event);
        }

        /** The next event that is none of those to be skipped, of which there may be any number. */
        void awaitSkipping(String type, String... skipped) throws InterruptedException {
            String event = next();
            while (List.of(skipped).contains(event.split(" ")[0])) {
                event = next();
            }
            assertThat(event.split(" ")[0]).isEqualTo(type);
        }
    }
}
