package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that dies in the middle of a run is said to have, and what it could not answer any more is not held against it. */
@Timeout(60)
class PresenceTest {
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT
            .withPatience(Duration.ofMillis(500))
            .withParallelism(1)
            .withOnly("frame.length", "close.code");

    @Test
    void theCaseThatItDiedOfIsNamedAndTheOthersAreNotRun() throws Exception {
        try (Mortal server = new Mortal(Optional.empty())) {
            Report report = Probe.ofServer(server.address(), OPTIONS).run(ProbeListener.NONE);
            Result last = report.results().get(report.total() - 1);
            assertThat(last.test().id()).isEqualTo("frame.length.binary-125");
            assertThat(report.count(Verdict.FAIL)).isEqualTo(1);
            assertThat(report.notRun()).hasSizeGreaterThan(20).doesNotContain(last.test());
            assertThat(report.remarks())
                    .containsExactly(
                            "The server went away during or right after frame.length.binary-125, and stayed away.");
            assertThat(report.passed()).isFalse();
        }
    }

    @Test
    void aServerThatIsStartedAgainIsTestedToTheEnd() throws Exception {
        try (Mortal server = new Mortal(Optional.of(Duration.ofMillis(300)))) {
            Report report = Probe.ofServer(server.address(), OPTIONS).run(ProbeListener.NONE);
            assertThat(report.notRun()).isEmpty();
            assertThat(report.count(Verdict.FAIL)).isEqualTo(1);
            assertThat(report.remarks())
                    .singleElement()
                    .asString()
                    // It dies a moment after its last words, and the next case may still have been let in.
                    .matches("The server went away during or right after frame\\.length\\.(binary-125|text-126); "
                            + "it was back after .* s\\.");
        }
    }

    @Test
    void thatTheLastCaseWasOneTooManyIsNoticedToo() throws Exception {
        try (Mortal server = new Mortal(Optional.empty())) {
            Report report = Probe.ofServer(server.address(), OPTIONS.withOnly("frame.length.binary-125"))
                    .run(ProbeListener.NONE);
            assertThat(report.notRun()).isEmpty();
            assertThat(report.remarks()).hasSize(1);
        }
    }

    /** Dies of a binary frame of 125 bytes, and is back after a while, if somebody watches over it. */
    private static final class Mortal extends EchoServer {
        private final Optional<Duration> away;

        Mortal(Optional<Duration> away) throws IOException {
            this.away = away;
        }

        @Override
        void converse(Socket socket, DataInputStream in) throws IOException {
            in.mark(2);
            boolean deadly = in.readUnsignedShort() == 0x82FD;
            in.reset();
            if (!deadly) {
                super.converse(socket, in);
                return;
            }
            close();
            socket.close();
            if (away.isPresent()) {
                LockSupport.parkNanos(away.get().toNanos());
                listenAgain();
            }
        }
    }
}
