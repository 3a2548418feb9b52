package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerProbeTest {
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT.withPatience(Duration.ofSeconds(2));

    @Test
    void findsNoFaultWithARightServer() throws Exception {
        try (EchoServer server = new EchoServer()) {
            Report report = run(server, "frame", "mask", "reserved", "opcode", "fragment", "control", "close", "limit");
            assertThat(failures(report)).isEmpty();
            assertThat(report.count(Verdict.PASS)).isGreaterThan(400);
        }
    }

    @Test
    void toFailLateOverBadTextIsTolerated() throws Exception {
        try (EchoServer server = new EchoServer()) {
            Report report = run(server, "utf8.surrogate-d800", "utf8.good.u+20ac");
            assertThat(failures(report)).isEmpty();
            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.TOLERATED)
                    .extracting(result -> result.test().id())
                    .containsExactly("utf8.surrogate-d800.first-bad-byte", "utf8.surrogate-d800.unfinished-message");
        }
    }

    @Test
    void compressionThatIsDeclinedIsNotApplicable() throws Exception {
        try (EchoServer server = new EchoServer()) {
            Report report = run(server, "offer", "deflate", "inflate");
            assertThat(report.count(Verdict.NOT_APPLICABLE)).isEqualTo(report.total());
        }
    }

    @Test
    void aWrongAcceptFailsTheCasesOfTheAnswerAndNoOthers() throws Exception {
        EchoServer wrong = new EchoServer() {
            @Override
            String answer(String head) {
                return super.answer(head).replaceFirst("Accept: .", "Accept: _");
            }
        };
        try (wrong) {
            Report report = run(wrong, "opening.answer.plain", "frame.length.text-7");
            assertThat(report.results()).extracting(Result::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
        }
    }

    @Test
    void anExtensionThatNobodyOfferedIsAFault() throws Exception {
        EchoServer wrong = new EchoServer() {
            @Override
            String answer(String head) {
                return super.answer(head).replaceFirst("\r\n\r\n", "\r\nSec-WebSocket-Extensions: x\r\n\r\n");
            }
        };
        try (wrong) {
            assertThat(failures(run(wrong, "opening.answer.plain"))).contains("never offered");
        }
    }

    @Test
    void aServerThatFallsSilentCostsOneWaitAndNotAThousand() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        EchoServer fallingSilent = new EchoServer() {
            @Override
            String answer(String head) {
                if (requests.incrementAndGet() > 20) {
                    LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
                }
                return super.answer(head);
            }
        };
        try (fallingSilent) {
            ProbeOptions brief = OPTIONS.withPatience(Duration.ofMillis(200)).withOnly("frame", "close", "control");
            Report report = Probe.ofServer(fallingSilent.address(), brief).run(ProbeListener.NONE);
            assertThat(report.count(Verdict.PASS)).isBetween(1, 20);
            assertThat(report.count(Verdict.FAIL)).isBetween(1, 20);
            assertThat(report.notRun()).hasSizeGreaterThan(200);
            assertThat(report.remarks()).singleElement().asString().contains("It fell silent during");
            assertThat(report.took()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void theListenerHearsOfEachCase() throws Exception {
        List<String> heard = new ArrayList<>();
        try (EchoServer server = new EchoServer()) {
            Report report = Probe.ofServer(server.address(), OPTIONS.withOnly("close.code"))
                    .run(new ProbeListener() {
                        @Override
                        public void started(int total) {
                            heard.add("started " + total);
                        }

                        @Override
                        public void finished(Result result) {
                            heard.add(result.test().id());
                        }
                    });
            assertThat(heard).hasSize(report.total() + 1).startsWith("started " + report.total());
        }
    }

    @Test
    void theTranscriptHasTheBytesOfBothSides() throws Exception {
        try (EchoServer server = new EchoServer()) {
            Transcript transcript =
                    run(server, "frame.length.text-7").results().get(0).transcript();
            assertThat(transcript.entries())
                    .extracting(Transcript.Entry::kind)
                    .contains(Transcript.Kind.SENT, Transcript.Kind.CAME, Transcript.Kind.EVENT);
            assertThat(transcript.sent()).isGreaterThan(150);
        }
    }

    @Test
    void aRunThatIsStoppedReportsWhatThereIs() throws Exception {
        try (EchoServer server = new EchoServer()) {
            Probe probe = Probe.ofServer(server.address(), OPTIONS);
            AtomicInteger finished = new AtomicInteger();
            Report report = probe.run(new ProbeListener() {
                @Override
                public void finished(Result result) {
                    if (finished.incrementAndGet() == 10) {
                        probe.stop();
                    }
                }
            });
            assertThat(report.total()).isBetween(10, 13).isEqualTo(finished.get());
            assertThat(report.notRun()).hasSize(Cases.all(Role.SERVER).size() - report.total());
            assertThat(report.remarks()).containsExactly("The run was stopped before its end.");
            assertThat(report.passed()).isFalse();
        }
    }

    private static Report run(EchoServer server, String... only) throws InterruptedException, IOException {
        return Probe.ofServer(server.address(), OPTIONS.withOnly(only)).run(ProbeListener.NONE);
    }

    private static String failures(Report report) {
        return report.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map(result -> result.test().id() + ": " + result.observed())
                .collect(Collectors.joining("\n"));
    }
}
