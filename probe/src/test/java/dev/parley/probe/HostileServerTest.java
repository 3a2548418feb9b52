package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that answer right, and then say the same for ever: whatever it is, each case comes to its verdict. */
@Timeout(60)
@Tag("one-jdk")
class HostileServerTest {
    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("pings", "8900".repeat(5000)),
                Arguments.of("pongs", "8a00".repeat(5000)),
                Arguments.of("messages", "810178".repeat(5000)),
                Arguments.of("fragments without an end", "00" + "7e4000" + "00".repeat(0x4000)),
                Arguments.of("a frame without an end", "827f0000000100000000" + "00".repeat(5000)),
                Arguments.of("Close frames", "8800".repeat(5000)),
                Arguments.of("all ones", "ff".repeat(5000)),
                Arguments.of("all zeros", "00".repeat(5000)),
                Arguments.of("compressed nonsense", "c205aabbccddee".repeat(1000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    void everyCaseComesToItsVerdict(String name, String hex) throws Exception {
        byte[] words = HexFormat.of().parseHex(hex);
        EchoServer hostile = new EchoServer() {
            @Override
            void converse(Socket socket, DataInputStream in) throws IOException {
                while (true) {
                    socket.getOutputStream().write(words);
                }
            }
        };
        try (hostile) {
            ProbeOptions options = ProbeOptions.DEFAULT
                    .withPatience(Duration.ofMillis(300))
                    .withCaseDeadline(Duration.ofSeconds(1))
                    .withOnly(
                            "frame.length.text-7",
                            "close.code.1000",
                            "control.ping",
                            "reserved.rsv1",
                            "utf8.lead-ff",
                            "size");
            Report report = Probe.ofServer(hostile.address(), options).run(ProbeListener.NONE);
            assertThat(report.results())
                    .allSatisfy(result ->
                            assertThat(result.observed()).isNotEmpty().doesNotContain("mistake in the probe"));
            assertThat(report.count(Verdict.FAIL)).isGreaterThan(report.total() / 2);
        }
    }
}
