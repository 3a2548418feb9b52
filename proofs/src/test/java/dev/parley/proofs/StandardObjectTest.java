package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.CloseEvent;
import dev.parley.client.DOMException;
import dev.parley.client.Event;
import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Ending;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The object in each of its states, against a server: the WHATWG WebSockets standard, §3 and §4. */
final class StandardObjectTest {
    private static final BlockingQueue<Ending> ENDINGS = new LinkedBlockingQueue<>();

    private static Server server;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }

            @Override
            public void onBinary(Peer peer, ByteBuffer payload) {
                peer.send(payload);
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                ENDINGS.add(ending);
            }
        });
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        url = "ws://127.0.0.1:" + server.address().getPort() + "/";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // ---- the constructor ----

    @Test
    void beforeItIsOpenItKnowsItsUrlAndNothingElse() throws Exception {
        try (RawServer silent = new RawServer()) {
            WebSocket socket = new WebSocket("HTTP://127.1:" + silent.port() + "/a b/../c?ü");
            assertThat(socket.url()).isEqualTo("ws://127.0.0.1:" + silent.port() + "/c?%C3%BC");
            assertThat(socket.readyState()).isEqualTo(WebSocket.CONNECTING);
            assertThat(socket.protocol() + socket.extensions()).isEmpty();
            assertThat(socket.bufferedAmount()).isZero();
            assertThat(socket.binaryType()).isEqualTo(BinaryType.BLOB);
            assertThat(socket.onopen()).isNull();
            assertThat(socket.onmessage()).isNull();
            assertThat(socket.onerror()).isNull();
            assertThat(socket.onclose()).isNull();
            socket.close();
        }
    }

    @Test
    void aRelativeUrlNeedsABase() throws Exception {
        assertThatThrownBy(() -> new WebSocket("/")).isInstanceOf(DOMException.class);
        WebSocketOptions options =
                WebSocketOptions.DEFAULT.withBase(Optional.of(url.replace("ws:", "http:") + "page.html"));
        RecordingSocket socket = new RecordingSocket("./", options).awaitOpen();
        assertThat(socket.webSocket.url()).isEqualTo(url);
        socket.webSocket.close();
        assertThatThrownBy(() -> WebSocketOptions.DEFAULT.withBase(Optional.of("page.html")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Protocol: other, subprotocol",
        "Sec-WebSocket-Protocol: A, subprotocol",
        "X-Nothing: 1, none of the subprotocols",
        "Sec-WebSocket-Extensions: x-other, extension"
    })
    void anAnswerThatDoesNotFitTheQuestionFails(String header, String why) throws Exception {
        try (RawServer wrong = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + wrong.port() + "/", "a", "b");
            try (RawServer.Client client = wrong.accept()) {
                client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + header
                        + "\r\n\r\n");
                assertThat(socket.awaitError().message()).contains(why);
                assertFailed(socket);
                assertThat(socket.webSocket.protocol()).isEmpty();
            }
        }
    }

    @Test
    void subprotocolsThatDifferInCaseAreTwo() throws Exception {
        try (RawServer choosing = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + choosing.port() + "/", "chat", "CHAT");
            try (RawServer.Client client = choosing.accept()) {
                String head = client.readHead();
                assertThat(head).contains("chat, CHAT");
                client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(head)
                        + "Sec-WebSocket-Protocol: CHAT\r\n\r\n");
                socket.awaitOpen();
                assertThat(socket.webSocket.protocol()).isEqualTo("CHAT");
            }
            socket.awaitClose();
            assertThat(socket.webSocket.protocol()).as("it stays").isEqualTo("CHAT");
        }
    }

    // ---- close ----

    @Test
    void closedBeforeItIsOpenItFails() throws Exception {
        try (RawServer silent = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + silent.port() + "/");
            socket.webSocket.close(4000, "changed my mind");
            assertThat(socket.webSocket.readyState()).isGreaterThanOrEqualTo(WebSocket.CLOSING);
            socket.webSocket.close();
            assertFailed(socket);
            socket.webSocket.close();
            assertThat(socket.webSocket.readyState()).isEqualTo(WebSocket.CLOSED);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, ''", "1000, bye", "3000, ''", "4999, grüße"})
    void whatItIsClosedWithArrives(int code, String reason) throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        socket.webSocket.close(code, reason);
        assertThat(socket.webSocket.readyState()).isGreaterThanOrEqualTo(WebSocket.CLOSING);
        socket.webSocket.close(3001, "too late");
        CloseEvent close = socket.awaitClose();
        assertThat(close.wasClean()).isTrue();
        assertThat(close.code()).isEqualTo(code);
        assertThat(close.reason()).isEqualTo(reason);
        awaitEnding(code, reason);
        assertThat(socket.states).endsWith(WebSocket.OPEN, WebSocket.CLOSED);
        assertThat(socket.events).containsExactly("open", "close");
    }

    @Test
    void withoutACodeTheFrameHasNone() throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        socket.webSocket.close();
        assertThat(socket.awaitClose().code()).isEqualTo(1005);
        assertThat(socket.awaitClose().wasClean()).isTrue();
        awaitEnding(1005, "");
    }

    @Test
    void aLoneSurrogateIsReplacedInReasonAndText() throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        socket.webSocket.send("a\uD800b\uDC00");
        socket.webSocket.send("paired \uD83D\uDC4B");
        assertThat(socket.awaitMessage()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(socket.awaitMessage()).isEqualTo("paired \uD83D\uDC4B");
        socket.webSocket.close(1000, "x\uDFFF");
        assertThat(socket.awaitClose().reason()).isEqualTo("x\uFFFD");
    }

    @Test
    void afterCloseThereIsNoMessageEvent() throws Exception {
        for (int i = 0; i < 50; i++) {
            RecordingSocket socket = new RecordingSocket(url).awaitOpen();
            List<String> late = new ArrayList<>();
            socket.webSocket.addEventListener("message", (MessageEvent event) -> {
                if (socket.webSocket.readyState() != WebSocket.OPEN) {
                    late.add("in state " + socket.webSocket.readyState());
                }
                socket.webSocket.close();
                if (socket.webSocket.readyState() != WebSocket.CLOSING) {
                    late.add("closed before its event");
                }
            });
            for (int n = 0; n < 5; n++) {
                socket.webSocket.send("" + n);
            }
            socket.awaitClose();
            assertThat(socket.events).containsExactly("open", "message", "close");
            assertThat(late).isEmpty();
        }
    }

    // ---- send and bufferedAmount ----

    @Test
    void beforeItIsOpenSendingIsAnInvalidStateError() throws Exception {
        try (RawServer silent = new RawServer()) {
            WebSocket socket = new WebSocket("ws://127.0.0.1:" + silent.port() + "/");
            List<Runnable> sends = List.of(
                    () -> socket.send("x"),
                    () -> socket.send(new byte[1]),
                    () -> socket.send(ByteBuffer.allocate(1)),
                    () -> socket.send(Blob.of("x")));
            for (Runnable send : sends) {
                assertThatThrownBy(send::run)
                        .isInstanceOfSatisfying(
                                DOMException.class, e -> assertThat(e.name()).isEqualTo("InvalidStateError"));
            }
            assertThat(socket.bufferedAmount()).isZero();
            socket.close();
        }
    }

    @Test
    void whatIsSentTooLateIsCountedAndNotSent() throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        WebSocket webSocket = socket.webSocket;
        webSocket.close();
        webSocket.send("grüße"); // closing
        webSocket.send(new byte[10]);
        assertThat(webSocket.bufferedAmount()).isEqualTo(17);
        socket.awaitClose();
        assertThat(webSocket.bufferedAmount()).isEqualTo(17);
        webSocket.send(ByteBuffer.allocate(100));
        webSocket.send(Blob.of("x").slice(0, 1));
        webSocket.send("\uD800");
        webSocket.send("");
        assertThat(webSocket.bufferedAmount()).isEqualTo(17 + 100 + 1 + 3);
        assertThat(socket.events).containsExactly("open", "close");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void bufferedAmountComesBackToZero(int size) throws Exception {
        try (FrameSink sink = new FrameSink()) {
            RecordingSocket socket = new RecordingSocket(sink.address()).awaitOpen();
            socket.webSocket.send(new byte[size]);
            socket.webSocket.send("ü".repeat(size / 2));
            sink.read();
            socket.webSocket.close(4000);
            assertThat(sink.awaitCloseCode()).isEqualTo(4000);
            assertThat(sink.messages.stream().map(FrameSink.Message::bytes))
                    .containsExactly((long) size, size / 2 * 2L);
            socket.awaitClose();
            assertThat(socket.webSocket.bufferedAmount()).isZero();
        }
    }

    // ---- events ----

    @Test
    void eventsSayWhatTheStandardSays() throws Exception {
        RecordingSocket socket = new RecordingSocket(url);
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        BlockingQueue<String> phases = new LinkedBlockingQueue<>();
        for (String type : List.of("message", "close")) {
            socket.webSocket.addEventListener(type, event -> {
                phases.add(event.eventPhase() + " " + (event.currentTarget() == socket.webSocket));
                events.add(event);
            });
        }
        socket.awaitOpen();
        socket.webSocket.send("x");
        socket.awaitMessage();
        socket.webSocket.close();
        for (int i = 0; i < 2; i++) {
            Event event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(phases.poll(20, TimeUnit.SECONDS)).isEqualTo("2 true");
            assertThat(event.target()).isSameAs(socket.webSocket);
            assertThat(event.isTrusted()).isTrue();
            assertThat(event.bubbles() || event.cancelable() || event.composed())
                    .isFalse();
            if (event instanceof MessageEvent message) {
                assertThat(message.origin()).isEqualTo(url.substring(0, url.length() - 1));
                assertThat(message.lastEventId()).isEmpty();
            }
        }
    }

    @Test
    void eventsOfAProgramsOwnChangeNothingButCallItsListeners() throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        assertThat(socket.webSocket.dispatchEvent(new MessageEvent("message", "made up")))
                .isTrue();
        assertThat(socket.awaitMessage()).isEqualTo("made up");
        socket.webSocket.dispatchEvent(new CloseEvent("close", true, 1000, ""));
        assertThat(socket.awaitClose().isTrusted()).isFalse();
        assertThat(socket.webSocket.readyState()).isEqualTo(WebSocket.OPEN);
        socket.webSocket.send("still there");
        assertThat(socket.awaitMessage()).isEqualTo("still there");
        socket.webSocket.close();
    }

    @Test
    void theBinaryTypeMayChangeFromMessageToMessage() throws Exception {
        RecordingSocket socket = new RecordingSocket(url).awaitOpen();
        socket.webSocket.send(new byte[] {1});
        assertThat(((Blob) socket.awaitMessage()).arrayBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
        socket.webSocket.binaryType(BinaryType.ARRAYBUFFER);
        socket.webSocket.send(new byte[] {2});
        assertThat(socket.awaitMessage()).isEqualTo(ByteBuffer.wrap(new byte[] {2}));
        socket.webSocket.close();
    }

    @Test
    void aFailureIsAnErrorAndThenACloseEvent() throws Exception {
        try (RawServer wrong = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + wrong.port() + "/");
            try (RawServer.Client client = wrong.accept()) {
                client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead()) + "\r\n");
                socket.awaitOpen();
                client.send(new byte[] {(byte) 0x83, 0}); // an opcode that there is not
                assertThat(socket.awaitClose().code()).isEqualTo(1006);
            }
            assertThat(socket.awaitClose().wasClean()).isFalse();
            assertThat(socket.events).containsExactly("open", "error", "close");
            assertThat(socket.states)
                    .containsExactly(WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSED, WebSocket.CLOSED);
        }
    }

    /** What the server saw; other tests' connections may end at the same time. */
    private static void awaitEnding(int code, String reason) throws Exception {
        Ending ending = ENDINGS.poll(20, TimeUnit.SECONDS);
        while (ending != null && !(ending.code() == code && ending.reason().equals(reason))) {
            ending = ENDINGS.poll(20, TimeUnit.SECONDS);
        }
        assertThat(ending).as("an end with %d %s", code, reason).isNotNull();
    }

    private static void assertFailed(RecordingSocket socket) throws Exception {
        CloseEvent close = socket.awaitClose();
        assertThat(close.wasClean()).isFalse();
        assertThat(close.code()).isEqualTo(1006);
        assertThat(close.reason()).isEmpty();
        assertThat(socket.events).containsExactly("error", "close");
    }
}
