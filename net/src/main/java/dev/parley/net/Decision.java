package dev.parley.net;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An answer that is waited for, but not for ever. Confined to its event loop. */
final class Decision {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    private final Consumer<HttpAnswer> then;
    private final Future<?> deadline;
    private boolean made;

    private Decision(EventExecutor loop, HttpAnswer.Later later, Consumer<HttpAnswer> then) {
        this.then = then;
        this.deadline = loop.schedule(() -> make(later.tooLate()), later.millis(), TimeUnit.MILLISECONDS);
    }

    /** @param then gets the answer, once, on the loop; nothing if {@link #cancel} is called before */
    static Decision await(EventExecutor loop, HttpAnswer.Later later, Consumer<HttpAnswer> then) {
        Decision decision = new Decision(loop, later, then);
        later.decision().whenComplete((made, failure) -> {
            Supplier<HttpAnswer> answer = failure == null ? made : () -> PlainAnswer.failed(failure);
            try {
                loop.execute(() -> decision.make(answer));
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "the event loop has ended", e);
            }
        });
        return decision;
    }

    /** Nobody waits for it any more. */
    void cancel() {
        made = true;
        deadline.cancel(false);
    }

    private void make(Supplier<HttpAnswer> answer) {
        if (made) {
            return; // too late
        }
        cancel();
        HttpAnswer known;
        try {
            known = answer.get();
        } catch (RuntimeException | Error e) { // nobody else would answer: the deadline is over
            known = PlainAnswer.failed(e);
        }
        then.accept(known);
    }
}
