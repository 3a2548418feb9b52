package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The control of the tests with broken endpoints: one that breaks no rule passes every case, so what else a case says is the
 * broken rule's doing.
 */
@Tag("one-jdk")
class CorrectEndpointsTest {
    private static final int TOGETHER = 6;
    /** It costs nothing: whoever does what is right is not waited for. */
    private static final ProbeOptions OPTIONS =
            ProbeOptions.DEFAULT.withPatience(Duration.ofSeconds(10)).withCaseDeadline(Duration.ofSeconds(60));

    private static final String UNLESS_OFFERED = "offer.answer-refused.never-offered";
    private static final String UNLESS_OFFERED_BITS = "offer.answer-refused.client-max-window-bits.not-as-offered";

    @Test
    void aServerThatKeepsEveryRulePassesEveryCase() throws IOException, InterruptedException {
        Report report = runOfServer(OPTIONS.withParallelism(TOGETHER));
        assertThat(report.total()).isEqualTo(Cases.all(Role.SERVER).size());
        List<String> late = notPassed(report);
        if (!late.isEmpty()) {
            assertPassed(runOfServer(OPTIONS.withOnly(late).withParallelism(1)));
        }
    }

    @Test
    void aClientThatKeepsEveryRulePassesEveryCase() throws IOException, InterruptedException {
        Report report = runOfClient(OPTIONS, new AskSteps(), TOGETHER);
        assertThat(report.total()).isEqualTo(Cases.all(Role.CLIENT).size());
        List<String> late = new ArrayList<>(notPassed(report));
        if (!late.isEmpty()) {
            assertPassed(runOfClient(OPTIONS.withOnly(late), new AskSteps(), 1));
        }
    }

    @Test
    void aClientThatOffersNoCompressionPassesTheCaseForIt() throws IOException, InterruptedException {
        assertPassed(runOfClient(OPTIONS.withOnly(UNLESS_OFFERED), new Offering("x-other"), 1));
    }

    @Test
    void aClientThatOffersNoWindowPassesTheCaseForIt() throws IOException, InterruptedException {
        assertPassed(runOfClient(OPTIONS.withOnly(UNLESS_OFFERED_BITS), new Offering("permessage-deflate"), 1));
    }

    private static Report runOfServer(ProbeOptions options) throws IOException, InterruptedException {
        try (CorrectServer server = new CorrectServer()) {
            Report report = Probe.ofServer(server.address(), options).run(ProbeListener.NONE);
            assertThat(server.bugs()).isEmpty();
            return report;
        }
    }

    private static Report runOfClient(ProbeOptions options, AskSteps asking, int together)
            throws IOException, InterruptedException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(any, options);
                CorrectClient client = new CorrectClient(probe.address(), together, asking, EchoSteps::new)) {
            Report report = probe.run(ProbeListener.NONE);
            assertThat(client.bugs()).isEmpty();
            return report;
        }
    }

    /** Some cases judge how soon something comes, which on a busy machine is not soon: those are played again, alone. */
    private static List<String> notPassed(Report report) {
        return report.results().stream()
                .filter(result -> result.verdict() != Verdict.PASS)
                .map(result -> result.test().id())
                .toList();
    }

    private static void assertPassed(Report report) {
        assertThat(report.results())
                .filteredOn(result -> result.verdict() != Verdict.PASS)
                .extracting(result -> result.verdict() + " " + result.test() + ": " + result.observed())
                .isEmpty();
    }
}
