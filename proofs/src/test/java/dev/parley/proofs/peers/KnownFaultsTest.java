package dev.parley.proofs.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.probe.ProbeListener;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The probe finds just the faults that are known of two servers: no rule is forgotten, and none invented. It runs the cases of
 * frames, text and closing, and some of compression, which take seconds; {@link ConformanceTable} runs all.
 */
@Tag("one-jdk")
final class KnownFaultsTest {
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT.withOnly(
            "frame",
            "mask",
            "reserved",
            "opcode",
            "fragment",
            "control",
            "utf8",
            "close.code",
            "close.reason",
            "close.body",
            "close.bad-code",
            "close.bad-reason.truncated*",
            "inflate.sample",
            "inflate.block");
    /** Enough for nearly all; who was not quick enough gets another chance. */
    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void ofJavaWebSocketAreFound() throws Exception {
        assertJustTheKnownFaults("java-websocket", JavaWebSocketServer::begin);
    }

    @Test
    void ofNettysCodecAreFound() throws Exception {
        assertJustTheKnownFaults("netty", NettyServer::begin);
    }

    private static void assertJustTheKnownFaults(String name, PeerServer.Begin begin) throws Exception {
        Report report = Judging.ofServer(begin, OPTIONS.withPatience(SHORT), ProbeListener.NONE);
        KnownFaults known = KnownFaults.of(name, report);
        Map<String, String> found = failed(report);
        String[] unknown =
                found.keySet().stream().filter(id -> !known.ids().contains(id)).toArray(String[]::new);
        if (unknown.length > 0) {
            found.keySet().retainAll(known.ids());
            found.putAll(failed(Judging.ofServer(begin, OPTIONS.withOnly(unknown), ProbeListener.NONE)));
        }
        Map<String, String> surprising = new TreeMap<>(found);
        surprising.keySet().removeAll(known.ids());
        assertThat(surprising).as("fails, and %s.faults does not say so", name).isEmpty();
        assertThat(found.keySet()).as("%s.faults", name).containsAll(known.ids());
    }

    private static Map<String, String> failed(Report report) {
        return report.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .collect(Collectors.toMap(
                        result -> result.test().id(), Result::observed, (one, other) -> one, TreeMap::new));
    }
}
