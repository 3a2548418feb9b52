package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets the probe look at an endpoint with one fault: in the case that is meant for it, and in one that is not. */
final class FaultTrial {
    /** Where no fault shows that does not show everywhere. */
    private static final String NEUTRAL = "frame.length.text-7";
    /** For what is seen by waiting only: an endpoint that is slow beside fails all the same. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(700);

    private FaultTrial() {}

    static void ofServer(Fault fault) throws IOException, InterruptedException {
        judge(fault, runServer(fault, forFault(fault)));
        if (!fault.everywhere()) {
            judgeNeutral(fault, runServer(fault, ProbeOptions.DEFAULT.withOnly(NEUTRAL)));
        }
    }

    static void ofClient(Fault fault) throws IOException, InterruptedException {
        judge(fault, runClient(fault, forFault(fault)));
        if (!fault.everywhere()) {
            judgeNeutral(fault, runClient(fault, ProbeOptions.DEFAULT.withOnly(NEUTRAL)));
        }
    }

    private static ProbeOptions forFault(Fault fault) {
        List<String> cases = new ArrayList<>(fault.shows());
        cases.add(fault.caughtBy());
        ProbeOptions options = ProbeOptions.DEFAULT.withOnly(cases);
        return fault.silent() ? options.withPatience(LITTLE_PATIENCE) : options;
    }

    private static Report runServer(Fault fault, ProbeOptions options) throws IOException, InterruptedException {
        try (CorrectServer server = new CorrectServer(fault.answers(), fault.echo())) {
            Report report = Probe.ofServer(server.address(), options).run(ProbeListener.NONE);
            assertThat(server.bugs()).isEmpty();
            return report;
        }
    }

    private static Report runClient(Fault fault, ProbeOptions options) throws IOException, InterruptedException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ClientProbe probe = Probe.ofClient(any, options);
                CorrectClient client = new CorrectClient(probe.address(), 1, fault.asking(), fault.echo())) {
            Report report = probe.run(ProbeListener.NONE);
            assertThat(client.bugs()).isEmpty();
            return report;
        }
    }

    private static void judge(Fault fault, Report report) {
        Result caught = report.results().stream()
                .filter(result -> result.test().id().equals(fault.caughtBy()))
                .findFirst()
                .orElseThrow();
        assertThat(caught.verdict())
                .as(fault + ", of which it is said: " + caught.observed())
                .isEqualTo(fault.verdict());
    }

    private static void judgeNeutral(Fault fault, Report report) {
        Result neutral = report.results().get(0);
        assertThat(neutral.verdict())
                .as(fault + ", seen where it is not: " + neutral.observed())
                .isEqualTo(Verdict.PASS);
    }
}
