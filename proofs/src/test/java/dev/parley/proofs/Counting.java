package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Says numbers as they are answered, up to ten. */
final class Counting implements Flow.Processor<Object, Object> {
    private final CompletableFuture<Flow.Subscription> in = new CompletableFuture<>();
    private Flow.Subscriber<? super Object> out;
    private int count;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        out = subscriber;
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                if (count == 0) {
                    count = 1;
                    out.onNext("1");
                } else {
                    in.join().request(n);
                }
            }

            @Override
            public void cancel() {}
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        in.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(Object message) {
        assertThat(message).isEqualTo(String.valueOf(count));
        if (++count > 10) {
            out.onComplete();
        } else {
            out.onNext(String.valueOf(count));
        }
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onComplete() {}
}
