package dev.parley.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The results of a run that goes on. Any thread. */
final class Results {
    private final List<Case> cases;
    private final ProbeListener listener;
    private final Map<Case, Result> byCase = new HashMap<>();

    Results(List<Case> cases, ProbeListener listener) {
        this.cases = cases;
        this.listener = listener;
        listener.started(cases.size());
    }

    /** Takes the first result of a case. */
    synchronized void add(Result result) {
        if (byCase.putIfAbsent(result.test(), result) == null) {
            listener.finished(result);
            notifyAll();
        }
    }

    synchronized boolean complete() {
        return byCase.size() == cases.size();
    }

    synchronized boolean has(Case test) {
        return byCase.containsKey(test);
    }

    /** Waits for the last result, at most this long. */
    synchronized void await(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!complete()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** What there is so far, in the order of the cases. */
    synchronized List<Result> inOrder() {
        return cases.stream().map(byCase::get).filter(Objects::nonNull).toList();
    }
}
