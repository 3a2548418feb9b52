package dev.parley.probe;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The results of a run that goes on. Any thread. */
final class Results {
    private final List<Case> cases;
    private final ProbeListener listener;
    private final Map<Case, Result> byCase = new HashMap<>();
    private Instant lastAdded = Instant.now();

    Results(List<Case> cases, ProbeListener listener) {
        this.cases = cases;
        this.listener = listener;
        listener.started(cases.size());
    }

    /** Takes the result of a case; where it has one, this is the one that counts. */
    synchronized void add(Result result) {
        lastAdded = Instant.now();
        if (byCase.put(result.test(), result) == null) {
            listener.finished(result);
        } else {
            listener.repeated(result);
        }
    }

    synchronized Instant lastAdded() {
        return lastAdded;
    }

    synchronized boolean complete() {
        return byCase.size() == cases.size();
    }

    /** What there is so far, in the order of the cases. */
    synchronized List<Result> inOrder() {
        return cases.stream().map(byCase::get).filter(Objects::nonNull).toList();
    }
}
