package dev.parley.probe;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * When a server is not worth the cases that are left, as it has fallen silent or drags out each one: a thousand cases would wait
 * for it, each for itself. Any thread.
 */
final class GivingUp {
    /** A server that is only busy has several chances. */
    private static final int CHANCES = 3;
    /** So many cases may last to their deadline. */
    private static final int MOST_OVERDUE = 12;

    private final Dialer dialer;
    private final ProbeOptions options;
    private final AtomicInteger overdue = new AtomicInteger();
    private volatile @Nullable String reason;

    GivingUp(Dialer dialer, ProbeOptions options) {
        this.dialer = dialer;
        this.options = options;
    }

    /** Why no further case should run; empty as long as one should. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Judges the server by one more result. */
    void after(Result result) throws InterruptedException {
        if (result.took().compareTo(options.caseDeadline()) >= 0 && overdue.incrementAndGet() > MOST_OVERDUE) {
            reason = "The run was given up after " + result.test() + ": too many cases were not done in their time.";
        }
        boolean waitedInVain = result.verdict() == Verdict.FAIL && result.took().compareTo(options.patience()) >= 0;
        if (reason == null && waitedInVain && !answersStill()) {
            reason = "The server answers no more. It fell silent during " + result.test() + " or shortly before.";
        }
    }

    /** Whether a plain request is answered, whatever with. */
    private boolean answersStill() throws InterruptedException {
        for (int i = 0; i < CHANCES; i++) {
            ServerPeer peer = new ServerPeer(dialer, options, 0, () -> {});
            try (peer) {
                if (!(peer.ask(peer.request()).answer() instanceof Event.Silence)) {
                    return true;
                }
            } catch (Unmet e) {
                // Where nobody listens, the next case will notice. To connect in vain is to be met with silence.
                if (peer.turnedAway()) {
                    return true;
                }
            }
        }
        return false;
    }
}
