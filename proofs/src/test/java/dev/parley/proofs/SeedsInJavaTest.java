package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.CloseEvent;
import dev.parley.client.DOMException;
import dev.parley.client.WebSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the browser's WebSocket can do, done with ours against the running server. */
final class SeedsInJavaTest {
    private static ServeProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve("--max-message", "32m");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void textComesBackAsText() throws Exception {
        RecordingSocket socket = echo();
        socket.webSocket.send("an example message ü 😀");
        assertThat(socket.awaitMessage()).isEqualTo("an example message ü 😀");
        socket.webSocket.send("");
        assertThat(socket.awaitMessage()).isEqualTo("");
        socket.webSocket.send("lone \uD800 surrogate");
        assertThat(socket.awaitMessage()).isEqualTo("lone \uFFFD surrogate");
    }

    @Test
    void fiveBytesWithAFloatAndAByteComeBackBitForBitAsArrayBuffer() throws Exception {
        RecordingSocket socket = echo();
        socket.webSocket.binaryType(BinaryType.ARRAYBUFFER);
        ByteBuffer buffer = ByteBuffer.allocate(5);
        buffer.putFloat(0, (float) Math.PI);
        buffer.put(4, (byte) 127);
        socket.webSocket.send(buffer);
        ByteBuffer view = (ByteBuffer) socket.awaitMessage();
        assertThat(view.remaining()).isEqualTo(5);
        assertThat(view.get(4)).isEqualTo((byte) 127);
        assertThat(view.getFloat(0)).isEqualTo((float) Math.PI);
        assertThat(buffer.remaining()).as("the buffer sent is left as it was").isEqualTo(5);
    }

    @Test
    void bytesComeBackAsBlobByDefault() throws Exception {
        RecordingSocket socket = echo();
        assertThat(socket.webSocket.binaryType()).isEqualTo(BinaryType.BLOB);
        socket.webSocket.send(new byte[] {1, 2, 3});
        Blob blob = (Blob) socket.awaitMessage();
        assertThat(blob.size()).isEqualTo(3);
        assertThat(blob.arrayBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void aBlobAndAFileAreSent(@TempDir Path directory) throws Exception {
        RecordingSocket socket = echo();
        socket.webSocket.send(Blob.of("of text"));
        assertThat(((Blob) socket.awaitMessage()).text()).isEqualTo("of text");
        Path file = Files.writeString(directory.resolve("note.txt"), "a file");
        socket.webSocket.send(Blob.of(file));
        assertThat(((Blob) socket.awaitMessage()).text()).isEqualTo("a file");
        socket.webSocket.send(Blob.of(file).slice(2, -1));
        assertThat(((Blob) socket.awaitMessage()).text()).isEqualTo("fil");
    }

    @Test
    void theServerChoosesOneSubprotocolAndCompression() throws Exception {
        String url = server.address("ws", "/echo");
        RecordingSocket one = new RecordingSocket(url, "protocolOne");
        assertThat(one.awaitOpen().webSocket.protocol()).isEqualTo("protocolOne");
        RecordingSocket two = new RecordingSocket(url, "protocolTwo", "protocolOne");
        assertThat(two.awaitOpen().webSocket.protocol()).isEqualTo("protocolTwo");
        RecordingSocket none = new RecordingSocket(url);
        assertThat(none.awaitOpen().webSocket.protocol()).isEmpty();
        assertThat(none.webSocket.extensions())
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @Test
    void aServerThatChoosesNoneOfTheSubprotocolsIsRefused() throws Exception {
        RecordingSocket socket = new RecordingSocket(server.address("ws", "/broadcast"), "unknown");
        assertThat(socket.awaitClose().code()).isEqualTo(1006);
        assertThat(socket.awaitError().message()).contains("none of the subprotocols unknown");
    }

    @Test
    void readyStateGoesFromConnectingToClosed() throws Exception {
        RecordingSocket socket = echo();
        List<Integer> inListener = new CopyOnWriteArrayList<>();
        // In a listener, where the next event waits: elsewhere the server's answer may be there before we look.
        socket.webSocket.addEventListener("message", event -> {
            socket.webSocket.close(3001, "done");
            inListener.add(socket.webSocket.readyState());
        });
        socket.webSocket.send("close it");
        CloseEvent event = socket.awaitClose();
        assertThat(event.wasClean()).isTrue();
        assertThat(event.code()).isEqualTo(3001);
        assertThat(event.reason()).isEqualTo("done");
        assertThat(inListener).isEqualTo(List.of(WebSocket.CLOSING));
        // The first look comes after the constructor, and the server's answer may have come by then, too.
        assertThat(socket.states.get(0)).isIn(WebSocket.CONNECTING, WebSocket.OPEN);
        assertThat(socket.states.subList(1, socket.states.size()))
                .isEqualTo(List.of(WebSocket.OPEN, WebSocket.OPEN, WebSocket.CLOSED));
        assertThat(socket.events).isEqualTo(List.of("open", "message", "close"));
    }

    @Test
    void closingWithoutACodeIs1005() throws Exception {
        RecordingSocket socket = echo();
        socket.webSocket.close();
        assertThat(socket.awaitClose().code()).isEqualTo(1005);
        assertThat(socket.awaitClose().wasClean()).isTrue();
    }

    @Test
    void bufferedAmountRisesAndFalls() throws Exception {
        RecordingSocket socket = echo();
        // Under way it is anything from all of it down to nothing: how far, is up to the machine.
        socket.webSocket.send(new byte[16 << 20]);
        assertThat(socket.webSocket.bufferedAmount()).isBetween(0L, 16L << 20);
        assertThat(((Blob) socket.awaitMessage()).size()).isEqualTo(16 << 20);
        assertThat(socket.webSocket.bufferedAmount()).isZero();
    }

    @Test
    void bufferedAmountCountsWhatTheServerDoesNotTake() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            RecordingSocket socket = new RecordingSocket(mute.address()).awaitOpen();
            socket.webSocket.send(new byte[16 << 20]);
            long atFirst = socket.webSocket.bufferedAmount();
            assertThat(atFirst).isBetween(8L << 20, 16L << 20);
            socket.webSocket.send("and more");
            assertThat(socket.webSocket.bufferedAmount()).isBetween(8L << 20, (16L << 20) + 8);
        }
    }

    @Test
    void whatWasSentBeforeCloseArrivesBeforeIt() throws Exception {
        RecordingSocket socket = echo();
        for (int i = 0; i < 100; i++) {
            socket.webSocket.send(new byte[100_000]);
        }
        socket.webSocket.close(1000, "");
        assertThat(socket.awaitClose().wasClean()).isTrue();
        long after = socket.webSocket.bufferedAmount();
        socket.webSocket.send("too late");
        assertThat(socket.webSocket.bufferedAmount()).isEqualTo(after + 8);
    }

    @Test
    void closingWhileConnectingIsAnErrorAnd1006() throws Exception {
        try (ServerSocket silent = silent()) {
            RecordingSocket socket = new RecordingSocket(address(silent));
            socket.webSocket.close();
            CloseEvent event = socket.awaitClose();
            assertThat(event.code()).isEqualTo(1006);
            assertThat(event.wasClean()).isFalse();
            assertThat(socket.events).isEqualTo(List.of("error", "close"));
        }
    }

    // RFC 6455 §7.2.1: "If at any point the underlying transport layer connection is unexpectedly lost, the client MUST
    // _Fail the WebSocket Connection_."
    @Test
    void anAbnormalEndIs1006AndNotClean() throws Exception {
        try (ServeProcess doomed = ServeProcess.serve()) {
            RecordingSocket socket = new RecordingSocket(doomed.address("ws", "/echo")).awaitOpen();
            doomed.kill();
            CloseEvent event = socket.awaitClose();
            assertThat(event.code()).isEqualTo(1006);
            assertThat(event.wasClean()).isFalse();
            assertThat(socket.events).isEqualTo(List.of("open", "error", "close"));
        }
    }

    // RFC 6455 §4.1: "If the connection could not be opened ... then the client MUST _Fail the WebSocket Connection_".
    @Test
    void nobodyListeningThereIs1006() throws Exception {
        ServeProcess gone = ServeProcess.serve();
        String url = gone.address("ws", "/echo");
        gone.close();
        gone.awaitExit();
        RecordingSocket socket = new RecordingSocket(url);
        assertThat(socket.awaitClose().code()).isEqualTo(1006);
        assertThat(socket.awaitError().message()).contains(url);
    }

    // RFC 6455 §7.2.1: "the client MUST _Fail the WebSocket Connection_ as defined in Section 7.1.7."
    @Test
    void aPathWithoutAWebSocketIs1006WithTheStatusInTheError() throws Exception {
        RecordingSocket socket = new RecordingSocket(server.address("ws", "/nowhere"));
        assertThat(socket.awaitError().message()).contains("404");
        assertThat(socket.awaitClose().wasClean()).isFalse();
    }

    @Test
    void httpUrlsAreUnderstoodAsWs() throws Exception {
        RecordingSocket socket = new RecordingSocket(server.address("http", "/echo")).awaitOpen();
        assertThat(socket.webSocket.url()).isEqualTo(server.address("ws", "/echo"));
    }

    @Test
    void sendingWhileConnectingThrows() throws Exception {
        try (ServerSocket silent = silent()) {
            WebSocket socket = new WebSocket(address(silent));
            assertThatThrownBy(() -> socket.send("too early"))
                    .isInstanceOfSatisfying(
                            DOMException.class, e -> assertThat(e.name()).isEqualTo("InvalidStateError"));
            socket.close();
        }
    }

    /** Takes connections and says nothing, so that whoever connects is connecting for as long as a test needs. */
    private static ServerSocket silent() throws Exception {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static String address(ServerSocket socket) {
        return "ws://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    private static RecordingSocket echo() throws Exception {
        return new RecordingSocket(server.address("ws", "/echo")).awaitOpen();
    }
}
