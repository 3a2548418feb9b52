package dev.parley.proofs.peers;

import dev.parley.probe.ProbeListener;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Tells how far a run has come every few seconds, and keeps what came of it so far. Any thread. */
final class Following implements ProbeListener {
    private static final long EVERY_NANOS = 5_000_000_000L;

    private final Peer peer;
    private final List<Result> results = new ArrayList<>();
    private int total;
    private long told = System.nanoTime();

    Following(Peer peer) {
        this.peer = peer;
    }

    @Override
    public synchronized void started(int total) {
        this.total = total;
    }

    @Override
    public synchronized void finished(Result result) {
        results.add(result);
        if (System.nanoTime() - told > EVERY_NANOS || results.size() == total) {
            told = System.nanoTime();
            long failed =
                    results.stream().filter(r -> r.verdict() == Verdict.FAIL).count();
            System.err.println(peer + ": " + results.size() + " of " + total + " cases, " + failed + " failed");
        }
    }

    synchronized List<Result> results() {
        return List.copyOf(results);
    }
}
