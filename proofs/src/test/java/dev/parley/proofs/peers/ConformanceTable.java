package dev.parley.proofs.peers;

import dev.parley.probe.Case;
import dev.parley.probe.ProbeListener;
import dev.parley.probe.ProbeOptions;
import dev.parley.probe.Report;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the probe against every peer, and writes what came of it into the guide: {@code ./check --peers}. It takes minutes, so
 * its name is not that of a test which every build runs.
 *
 * <p>With {@code -Dpeers=jetty,bun} only those run, and the guide stays as it is. Whole reports, with all bytes, lie in
 * {@code target/conformance}.
 */
final class ConformanceTable {
    private static final Duration MAX_FOR_A_PEER = Duration.ofMinutes(15);
    private static final Path REPORTS = Path.of("target", "conformance");
    private static final Path GUIDE = Path.of("..", "docs", "guide", "conformance.md");

    /** A client may take its time to find out that a connection is over. */
    private static final ProbeOptions OPTIONS = ProbeOptions.DEFAULT.withClientWait(Duration.ofSeconds(50));

    @Test
    void isWritten() throws Exception {
        List<String> wanted = List.of(System.getProperty("peers", "").split(","));
        boolean all = wanted.equals(List.of(""));
        Files.createDirectories(REPORTS);
        List<Judgement> judgements = new ArrayList<>();
        for (Peer peer : Peers.all()) {
            if (all || wanted.stream().anyMatch(peer.slug()::startsWith)) {
                judgements.add(judged(peer));
            }
        }
        if (all) {
            ConformancePage.rewrite(GUIDE, judgements);
        }
    }

    private static Judgement judged(Peer peer) throws InterruptedException, IOException {
        Following following = new Following(peer);
        Instant began = Instant.now();
        ExecutorService runner = Executors.newSingleThreadExecutor();
        Future<Report> run = runner.submit(() -> judgedTwice(peer, following));
        boolean whole = true;
        Report report;
        try {
            report = run.get(MAX_FOR_A_PEER.toSeconds(), TimeUnit.SECONDS);
            whole = report.notRun().isEmpty();
        } catch (TimeoutException | ExecutionException e) {
            System.err.println(peer + ": given up: " + e);
            run.cancel(true);
            whole = false;
            report = new Report(peer.role(), "", began, Duration.between(began, Instant.now()), following.results());
        } finally {
            runner.shutdownNow();
        }
        Files.writeString(REPORTS.resolve(peer.slug() + ".html"), report.toHtml());
        Files.writeString(REPORTS.resolve(peer.slug() + ".json"), report.toJson());
        return Judgement.of(peer, report, whole);
    }

    /**
     * What failed, or was not run since the peer went away, gets a second chance, with a peer that is begun anew: on a busy
     * machine anybody may be late once.
     */
    private static Report judgedTwice(Peer peer, Following following) throws Exception {
        Report first = Judging.of(peer, OPTIONS, following);
        List<String> left = Stream.concat(
                        first.results().stream()
                                .filter(result -> result.verdict() == Verdict.FAIL)
                                .map(Result::test),
                        first.notRun().stream())
                .map(Case::id)
                .toList();
        if (left.isEmpty()) {
            return first;
        }
        Report second = Judging.of(peer, OPTIONS.withOnly(left), ProbeListener.NONE);
        Map<Case, Result> both = new HashMap<>();
        first.results().forEach(result -> both.put(result.test(), result));
        second.results().forEach(result -> both.put(result.test(), result));
        return new Report(
                first.role(),
                first.address(),
                first.started(),
                first.took().plus(second.took()),
                first.cases(),
                first.cases().stream().map(both::get).filter(Objects::nonNull).toList(),
                second.remarks());
    }
}
