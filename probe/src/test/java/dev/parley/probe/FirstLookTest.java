package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is nothing to judge, no case is played, and one sentence says what was there. */
@Timeout(30)
class FirstLookTest {
    private static final ProbeOptions OPTIONS =
            ProbeOptions.DEFAULT.withPatience(Duration.ofMillis(500)).withOnly("frame.length");

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(refusal("ws://localhost:" + port + "/")).contains("Nobody answers at ws://localhost:" + port);
    }

    @Test
    void nothingIsAnswered() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(refusal("ws://localhost:" + silent.getLocalPort() + "/")).contains("came nothing");
        }
    }

    @Test
    void aWebServerIsNoWebSocketServer() throws Exception {
        for (String status : new String[] {"404 Not Found", "200 OK"}) {
            EchoServer pages = new EchoServer() {
                @Override
                String answer(String head) {
                    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
                }
            };
            try (pages) {
                assertThat(refusal(pages.address().toString())).contains("no WebSocket opens", "HTTP/1.1 " + status);
            }
        }
    }

    @Test
    void aServerThatTalksOfOtherThingsIsNoEcho() throws Exception {
        EchoServer chat = new EchoServer() {
            @Override
            boolean startsRight() {
                return false;
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                socket.getOutputStream().write(FrameWriter.to(Role.CLIENT).write(Frame.text("{\"hello\":1}")));
                in.read();
            }
        };
        try (chat) {
            assertThat(refusal(chat.address().toString()))
                    .contains("does not send back what it gets", "a text message of 11 bytes");
        }
    }

    @Test
    void aServerThatSendsToEverybodyIsNoEcho() throws Exception {
        List<Socket> everybody = new CopyOnWriteArrayList<>();
        EchoServer chat = new EchoServer() {
            @Override
            boolean startsRight() {
                return false;
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                everybody.add(socket);
                in.readNBytes(2);
                byte[] key = in.readNBytes(4);
                byte[] text = in.readNBytes(32);
                for (int i = 0; i < text.length; i++) {
                    text[i] ^= key[i & 3];
                }
                for (Socket each : everybody) {
                    each.getOutputStream().write(FrameWriter.to(Role.CLIENT).write(Frame.text(text)));
                }
            }
        };
        try (chat) {
            assertThat(refusal(chat.address().toString())).contains("What one connection sends comes to another.");
        }
    }

    @Test
    void aServerThatSaysNothingIsNoEcho() throws Exception {
        EchoServer mute = new EchoServer() {
            @Override
            boolean startsRight() {
                return false;
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                in.skipNBytes(Long.MAX_VALUE);
            }
        };
        try (mute) {
            assertThat(refusal(mute.address().toString())).contains("does not send back what it gets", "came nothing");
        }
    }

    @Test
    void aServerThatNeverStopsPingingIsNoEchoEither() throws Exception {
        EchoServer pinging = new EchoServer() {
            @Override
            boolean startsRight() {
                return false;
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                while (true) {
                    socket.getOutputStream()
                            .write(FrameWriter.to(Role.CLIENT).write(Frame.of(Opcodes.PING, new byte[4])));
                }
            }
        };
        try (pinging) {
            ProbeOptions brief = OPTIONS.withCaseDeadline(Duration.ofSeconds(1));
            assertThat(refusal(pinging.address().toString(), brief)).contains("does not send back what it gets");
        }
    }

    @Test
    void aServerThatEchoesBadlyIsForTheCases() throws Exception {
        EchoServer loud = new EchoServer() {
            @Override
            boolean startsRight() {
                return false;
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                in.skipNBytes(6);
                byte[] wrong = new byte[32];
                socket.getOutputStream().write(FrameWriter.to(Role.CLIENT).write(Frame.binary(wrong)));
            }
        };
        try (loud) {
            Report report = Probe.ofServer(loud.address(), OPTIONS.withOnly("frame.length.text-7"))
                    .run(ProbeListener.NONE);
            assertThat(report.count(Verdict.FAIL)).isEqualTo(1);
        }
    }

    @Test
    void tlsToAServerWithoutItIsToldApart() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInHttp(http), "http");
            server.setDaemon(true);
            server.start();
            assertThat(refusal("wss://localhost:" + http.getLocalPort() + "/"))
                    .contains("does not speak TLS there", "ws://");
        }
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        for (String other : new String[] {"http://localhost/", "localhost:8080/echo", "//localhost/", "ws:///echo"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Probe.ofServer(URI.create(other), OPTIONS))
                    .withMessageContaining("write it as ws://host:port/path");
        }
    }

    // RFC 6455 §3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be used on these
    // URIs."
    @Test
    void anAddressWithAFragmentIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probe.ofServer(URI.create("ws://localhost/#here"), OPTIONS))
                .withMessageContaining("#here");
    }

    private static void answerInHttp(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.getInputStream().read(new byte[1024]);
                socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes());
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static String refusal(String address) {
        return refusal(address, OPTIONS);
    }

    private static String refusal(String address, ProbeOptions options) {
        Probe probe = Probe.ofServer(URI.create(address), options);
        return assertThatExceptionOfType(PeerUnavailableException.class)
                .isThrownBy(() -> probe.run(ProbeListener.NONE))
                .actual()
                .getMessage();
    }
}
