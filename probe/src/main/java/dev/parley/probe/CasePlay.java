package dev.parley.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Plays one case to its result, which there always is: whatever the peer does, and however long it takes for it. */
final class CasePlay {
    private static final long WATCH_MILLIS = 250;

    private CasePlay() {}

    /** @param watchdog ends the connections of a case that takes too long, which ends its script */
    static Result play(Case test, Peer peer, ScheduledExecutorService watchdog) throws InterruptedException {
        long began = System.nanoTime();
        Duration deadline = peer.options().caseDeadline();
        ScheduledFuture<?> end = watchdog.schedule(peer::close, deadline.toNanos(), TimeUnit.NANOSECONDS);
        ScheduledFuture<?> stuck =
                watchdog.scheduleWithFixedDelay(peer::endStuck, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        Finding finding;
        try (peer) {
            finding = judged(test, peer);
        } finally {
            end.cancel(false);
            stuck.cancel(false);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(deadline) >= 0) {
            finding = Finding.fail("It was not done after " + deadline.toMillis() + " ms. " + finding.observed());
        }
        return new Result(test, finding.verdict(), finding.observed(), peer.transcript(), took);
    }

    private static Finding judged(Case test, Peer peer) throws InterruptedException {
        Finding finding;
        try {
            finding = test.script().play(peer);
        } catch (Unmet e) {
            finding = e.finding();
        } catch (RuntimeException e) {
            // Not the peer's fault, whatever it sent; but it must not end the run either.
            finding = Finding.fail("The probe itself failed, which is a mistake in the probe: " + e);
        }
        // A rule broken on the way fails a case of whatever kind.
        List<String> violations = peer.violations();
        return violations.isEmpty()
                ? finding
                : Finding.fail(String.join(" ", violations) + " Besides: " + finding.observed());
    }
}
