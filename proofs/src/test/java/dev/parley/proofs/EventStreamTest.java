package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.EventStream;
import dev.parley.server.EventStreamHandler;
import dev.parley.server.Origins;
import dev.parley.server.Routes;
import dev.parley.server.Sent;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events on the wire: their text, their bounds, and who may listen. */
final class EventStreamTest {
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
    private final CountDownLatch drained = new CountDownLatch(1);

    private final EventStreamHandler handler = new EventStreamHandler() {
        @Override
        public void onOpen(EventStream stream) {
            if (stream.request().query().equals("fail")) {
                throw new IllegalStateException("on purpose");
            }
            opened.add(stream);
        }

        @Override
        public void onDrain(EventStream stream) {
            drained.countDown();
        }

        @Override
        public void onClose(EventStream stream) {
            happened.add("close");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void eventsArriveAsTheyAreSent(String transport) throws Exception {
        try (Server server = start(options(transport));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: Ã¼7\r\n\r\n");
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Type: text/event-stream\r\n", "Cache-Control: no-store\r\n")
                    .containsIgnoringCase("transfer-encoding: chunked\r\n")
                    .doesNotContainIgnoringCase("content-length");
            EventStream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(stream.lastEventId()).isEqualTo("ü7");
            assertThat(stream.send("hello")).isEqualTo(Sent.FLUSHED);
            assertThat(chunk(client)).isEqualTo("data: hello\n\n");
            stream.send("7", "news", "one\ntwo\r\nthree\rfour\n");
            assertThat(chunk(client))
                    .isEqualTo("id: 7\nevent: news\ndata: one\ndata: two\ndata: three\ndata: four\ndata: \n\n");
            stream.send("x\nid: 9\n\ndata: forged");
            assertThat(chunk(client)).isEqualTo("data: x\ndata: id: 9\ndata: \ndata: data: forged\n\n");
            stream.retry(Duration.ofSeconds(2));
            assertThat(chunk(client)).isEqualTo("retry: 2000\n\n");
            stream.send("ü\u2028\uD800");
            assertThat(chunk(client)).isEqualTo("data: ü\u2028?\n\n");
            for (String wrong : new String[] {"a\nb", "a\rb", "\0"}) {
                assertThatThrownBy(() -> stream.send(wrong, "", "x")).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> stream.send("", "a\nb", "x")).isInstanceOf(IllegalArgumentException.class);
            stream.close();
            assertThat(stream.send("late")).isEqualTo(Sent.CLOSED);
            assertThat(new String(client.readToEnd(), StandardCharsets.UTF_8)).isEqualTo("0\r\n\r\n");
            assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
        }
        assertThat(happened).isEmpty();
    }

    @Test
    void whoKnowsNoChunksGetsTheEventsAlone() throws Exception {
        try (Server server = start(options("auto"));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.0\r\n\r\n");
            assertThat(client.readHead()).doesNotContainIgnoringCase("chunked");
            EventStream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            stream.send("hello");
            stream.close();
            assertThat(new String(client.readToEnd(), StandardCharsets.UTF_8)).isEqualTo("data: hello\n\n");
        }
    }

    @Test
    void headHasNoEvents() throws Exception {
        try (Server server = start(options("auto"));
                RawClient client = new RawClient(port(server))) {
            client.send("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(opened).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void silenceIsBrokenNowAndThen(String transport) throws Exception {
        try (Server server = start(options(transport).withHeartbeat(Duration.ofMillis(50)));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readHead();
            for (int i = 0; i < 3; i++) {
                assertThat(chunk(client)).isEqualTo(":\n\n");
            }
        }
        assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
    }

    /** The bound, and with it lifted the control. */
    @ParameterizedTest
    @CsvSource({"auto, 65536, true", "nio, 65536, true", "auto, 1000000000, false"})
    void whoDoesNotListenIsDisconnectedWhenTooMuchWaits(String transport, int hard, boolean bounded) throws Exception {
        try (Server server = start(options(transport).withSoftLimitBytes(16_384).withHardLimitBytes(hard));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readHead();
            EventStream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Sent sent = Sent.FLUSHED;
            for (int i = 0; i < 1_000 && (sent == Sent.FLUSHED || sent == Sent.BUFFERED); i++) {
                sent = stream.send("x".repeat(30_000));
            }
            assertThat(sent).isEqualTo(bounded ? Sent.DROPPED : Sent.BUFFERED);
            if (bounded) {
                assertThat(stream.send("x")).isEqualTo(Sent.CLOSED);
                assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
            } else {
                assertThat(stream.bufferedAmount()).isGreaterThan(10_000_000);
                for (int i = 0; i < 1_000; i++) {
                    chunk(client);
                }
                assertThat(drained.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                Until.so("the server knows that all is written", () -> stream.bufferedAmount() == 0);
                assertThat(stream.send("x")).isEqualTo(Sent.FLUSHED);
            }
        }
    }

    /** The bound, and with it lifted the control. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoTakesNothingForTwoHeartbeatsIsDisconnected(boolean lifted) throws Exception {
        Duration heartbeat = lifted ? Duration.ofMinutes(10) : Duration.ofMillis(100);
        try (Server server = start(options("auto").withHeartbeat(heartbeat).withHardLimitBytes(1_000_000_000));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readHead();
            opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).send("x".repeat(20_000_000));
            if (lifted) {
                assertThat(happened.poll(1, TimeUnit.SECONDS)).isNull();
            } else {
                assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("close");
            }
        }
    }

    @Test
    void whatAListenerSaysIsDropped() throws Exception {
        try (Server server = start(options("auto"));
                RawClient client = new RawClient(port(server))) {
            client.send(
                    "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\nGET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readHead();
            client.send("\0".repeat(1_000_000));
            opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).send("still here");
            assertThat(chunk(client)).isEqualTo("data: still here\n\n");
        }
        assertThat(opened).isEmpty();
    }

    @Test
    void handlerThatFailsEndsItsStreamAlone() throws Exception {
        try (Server server = start(options("auto"));
                RawClient client = new RawClient(port(server));
                RawClient other = new RawClient(port(server))) {
            other.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            other.readHead();
            client.send("GET /events?fail HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readToEnd();
            opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).send("well");
            assertThat(chunk(other)).isEqualTo("data: well\n\n");
        }
    }

    @Test
    void serverThatLeavesEndsItsStreamsInOrder() throws Exception {
        Server server = start(options("auto"));
        try (RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.readHead();
            opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).send("last");
            Thread closing = new Thread(server::close);
            closing.start();
            assertThat(chunk(client)).isEqualTo("data: last\n\n");
            assertThat(new String(client.readToEnd(), StandardCharsets.UTF_8)).isEqualTo("0\r\n\r\n");
            closing.join();
        }
        assertThat(happened).containsExactly("close");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, none, 200, none",
        "127.0.0.1, http://127.0.0.1, 200, http://127.0.0.1",
        "localhost, https://evil.example, 403, none",
        "localhost, null, 403, none",
        "localhost, https://a.friend.example, 200, https://a.friend.example",
        "evil.example, none, 403, none",
        "evil.example, http://evil.example, 403, none"
    })
    void pageOfAnotherOriginMayListenOnlyIfItIsListed(String host, String origin, int status, String allowed)
            throws Exception {
        ServerOptions options = options("auto").withOrigins(Origins.of("https://*.friend.example"));
        try (Server server = start(options);
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin.equals("none") ? "" : "Origin: " + origin + "\r\n") + "Cookie: session=42\r\n\r\n");
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            if (allowed.equals("none")) {
                assertThat(head).doesNotContain("Access-Control");
            } else {
                assertThat(head)
                        .contains(
                                "Access-Control-Allow-Origin: " + allowed + "\r\n",
                                "Access-Control-Allow-Credentials: true\r\n",
                                "Vary: Origin\r\n");
            }
        }
    }

    @Test
    void whereAnyOriginMayListenNoneMaySendCookies() throws Exception {
        try (Server server = start(options("auto").withOrigins(Origins.ANY));
                RawClient client = new RawClient(port(server))) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n");
            assertThat(client.readHead())
                    .contains("Access-Control-Allow-Origin: *\r\n")
                    .doesNotContain("Credentials");
        }
    }

    private Server start(ServerOptions options) throws IOException {
        return Server.start(options, Routes.NONE.eventStream("/events", handler));
    }

    private static ServerOptions options(String transport) {
        return ServerOptions.DEFAULT.withPort(0).withThreads(1).withTransport(transport);
    }

    private static int port(Server server) {
        return server.address().getPort();
    }

    /** RFC 9112 §7.1. */
    private static String chunk(RawClient client) throws IOException {
        int size = Integer.parseInt(client.readLine(), 16);
        if (size == 0) {
            throw new EOFException("the last chunk");
        }
        String data = new String(client.readBytes(size), StandardCharsets.UTF_8);
        assertThat(client.readLine()).isEmpty();
        return data;
    }
}
