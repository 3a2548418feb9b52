package dev.parley.proofs.peers;

import dev.parley.probe.Report;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the probe said of a peer, without the bytes, of which there are many. Immutable.
 *
 * @param whole whether all cases ran; otherwise the time was over, or the peer could not be begun
 * @param failed what failed, in the order of the cases
 */
record Judgement(Peer peer, boolean whole, Map<Verdict, Integer> counts, List<Failure> failed, Duration took) {

    /** A case that a peer failed. */
    record Failure(dev.parley.probe.Case test, String observed) {}

    static Judgement of(Peer peer, Report report, boolean whole) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, report.count(verdict));
        }
        List<Failure> failed = report.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map((Result result) -> new Failure(result.test(), result.observed()))
                .toList();
        return new Judgement(peer, whole, counts, failed, report.took());
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
