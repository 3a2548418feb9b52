package dev.parley.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The trials of all faults, many at a time, as broken endpoints are mostly waited for. One caller at a time. */
final class Trials implements AutoCloseable {
    private static final int TOGETHER = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(TOGETHER);
    private final Map<Fault, Future<?>> trials = new LinkedHashMap<>();

    /** Lets one endpoint be looked at. */
    @FunctionalInterface
    interface Trial {
        void of(Fault fault) throws Exception;
    }

    Trials(List<Fault> faults, Trial trial) {
        faults.forEach(fault -> trials.put(fault, threads.submit(() -> {
            trial.of(fault);
            return null;
        })));
    }

    /** Waits for the trial of this fault, and throws what it threw. */
    void await(Fault fault) throws Exception {
        try {
            trials.get(fault).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
