package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an endpoint does that is not the best, and breaks no rule, is not called a failure. */
@Timeout(60)
class LenienceTest {
    private static final ProbeOptions OPTIONS =
            ProbeOptions.DEFAULT.withPatience(Duration.ofMillis(600)).withParallelism(1);

    @Test
    void aSecondCloseFrameIsTolerated() throws Exception {
        EchoServer twice = new EchoServer() {
            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                socket.getOutputStream().write(bytes(0x88, 2, 1002 >> 8, 1002 & 0xFF, 0x88, 2, 1000 >> 8, 1000 & 0xFF));
            }
        };
        assertThat(verdicts(twice, "close.once.after-protocol-error", "reserved.rsv1.text"))
                .containsExactly(Verdict.PASS, Verdict.TOLERATED);
    }

    @Test
    void aPingAfterTheCloseFrameIsToleratedAndAPongIsNothing() throws Exception {
        for (int opcode : new int[] {Opcodes.PING, Opcodes.PONG}) {
            EchoServer more = new EchoServer() {
                @Override
                void talk(Socket socket, DataInputStream in) throws IOException {
                    socket.getOutputStream().write(bytes(0x88, 2, 1000 >> 8, 1000 & 0xFF, 0x80 | opcode, 0));
                }
            };
            assertThat(verdicts(more, "close.once.after-closing"))
                    .containsExactly(opcode == Opcodes.PING ? Verdict.TOLERATED : Verdict.PASS);
        }
    }

    @Test
    void aMessageAfterTheCloseFrameIsAFailure() throws Exception {
        EchoServer more = new EchoServer() {
            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                socket.getOutputStream().write(bytes(0x88, 2, 1000 >> 8, 1000 & 0xFF, 0x81, 0));
            }
        };
        assertThat(verdicts(more, "close.once.after-closing")).containsExactly(Verdict.FAIL);
    }

    @Test
    void toWaitForTheRestOfAHugeFrameIsToleratedIfItsLengthIsOne() throws Exception {
        EchoServer patient = new EchoServer() {
            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                in.skipNBytes(Long.MAX_VALUE);
            }
        };
        assertThat(verdicts(patient, "opcode.3.huge", "limit.huge.2-63-minus-1", "limit.negative.minus-1"))
                .containsExactly(Verdict.TOLERATED, Verdict.TOLERATED, Verdict.FAIL);
    }

    @Test
    void aLengthInMoreBytesThanItNeedsMayBeTaken() throws Exception {
        for (int wrong = 0; wrong <= 1; wrong++) {
            int change = wrong;
            EchoServer lenient = new EchoServer() {
                @Override
                void talk(Socket socket, DataInputStream in) throws IOException {
                    byte[] head = new byte[8];
                    in.readFully(head);
                    byte[] echo = in.readNBytes(5);
                    for (int i = 0; i < echo.length; i++) {
                        echo[i] ^= head[4 + i % 4];
                    }
                    echo[4] ^= (byte) change;
                    int opcode = head[0] & 0xF;
                    int answer = opcode == Opcodes.PING ? Opcodes.PONG : opcode;
                    socket.getOutputStream().write(Joined.of(bytes(0x80 | answer, 5), echo));
                    new EchoEndpoint(socket, in, true).run();
                }
            };
            Verdict verdict = wrong == 0 ? Verdict.TOLERATED : Verdict.FAIL;
            assertThat(verdicts(lenient, "frame.length.16bit-for-5", "frame.length.16bit-for-ping"))
                    .containsExactly(verdict, verdict);
        }
    }

    @Test
    void howLateIsLateFollowsThePatience() throws Exception {
        for (int seconds = 1; seconds <= 4; seconds += 3) {
            EchoServer late = new EchoServer() {
                @Override
                void talk(Socket socket, DataInputStream in) throws IOException {
                    super.talk(socket, in);
                    LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
                }
            };
            ProbeOptions options =
                    OPTIONS.withPatience(Duration.ofSeconds(seconds)).withOnly("close.tcp-end.prompt");
            try (late) {
                assertThat(Probe.ofServer(late.address(), options)
                                .run(ProbeListener.NONE)
                                .results())
                        .extracting(Result::verdict)
                        .containsExactly(seconds == 1 ? Verdict.TOLERATED : Verdict.PASS);
            }
        }
    }

    @Test
    void whatOnlyLaterHttpForbidsMayBeOpened() throws Exception {
        assertThat(verdicts(new EchoServer(), "opening.http.lower-case", "opening.target.asterisk"))
                .containsExactly(Verdict.TOLERATED, Verdict.TOLERATED);
    }

    @Test
    void aBombThatComesBackWholeIsTolerated() throws Exception {
        EchoServer boundless = new EchoServer() {
            @Override
            String answer(String head) {
                return super.answer(head)
                        .replaceFirst("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                byte[] zeros = Compressor.zeros(256);
                byte[] frame =
                        FrameWriter.to(Role.CLIENT).write(Frame.binary(zeros).withReserved(Frame.RSV1));
                in.skipNBytes(frame.length + 4);
                socket.getOutputStream().write(frame);
                new EchoEndpoint(socket, in, true).run();
            }
        };
        assertThat(verdicts(boundless, "inflate.bomb.256-mib")).containsExactly(Verdict.TOLERATED);
    }

    @Test
    void aFloodMayBeRefusedAfterTheFirstEcho() throws Exception {
        EchoServer guarded = new EchoServer() {
            @Override
            String answer(String head) {
                return super.answer(head)
                        .replaceFirst("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
            }

            @Override
            void talk(Socket socket, DataInputStream in) throws IOException {
                Frame echo = Frame.binary(Compressor.zeros(1)).withReserved(Frame.RSV1);
                socket.getOutputStream().write(FrameWriter.to(Role.CLIENT).write(echo, Frame.close(1008)));
            }
        };
        assertThat(verdicts(guarded, "inflate.bomb.twenty-of-1-mib")).containsExactly(Verdict.PASS);
    }

    @Test
    void aClientMayGoOnWithHttpUnlessTheStatusIs101() throws Exception {
        EchoClientThat client = (socket, in) -> {
            socket.getOutputStream().write("GET /again HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            in.skipNBytes(Long.MAX_VALUE);
        };
        Report report = report(client, "opening.answer-refused.upgrade-missing", "opening.answer-refused.status-404");
        assertThat(report.results()).extracting(Result::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
        assertThat(report.results()).allMatch(result -> result.observed().contains("another HTTP request"));
    }

    @Test
    void aClientMayEndTheConnectionOverACodeThatIsNotForServers() throws Exception {
        EchoClientThat client = (socket, in) -> in.readNBytes(4);
        assertThat(report(client, "close.code.1009", "close.code.1010").results())
                .extracting(Result::verdict)
                .containsExactly(Verdict.FAIL, Verdict.TOLERATED);
    }

    /** What a client does once it has an answer. */
    private interface EchoClientThat {
        void talks(Socket socket, DataInputStream in) throws IOException;
    }

    private static Report report(EchoClientThat does, String... only) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(anyPort, OPTIONS.withOnly(only))) {
            EchoClient client = new EchoClient(probe.address()) {
                @Override
                void talk(Socket socket, DataInputStream in, boolean opened) throws IOException {
                    does.talks(socket, in);
                }
            };
            Thread thread = new Thread(client, "echo-client");
            thread.setDaemon(true);
            thread.start();
            return probe.run(ProbeListener.NONE);
        }
    }

    private static List<Verdict> verdicts(EchoServer server, String... only) throws Exception {
        try (server) {
            return Probe.ofServer(server.address(), OPTIONS.withOnly(only)).run(ProbeListener.NONE).results().stream()
                    .map(Result::verdict)
                    .toList();
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
