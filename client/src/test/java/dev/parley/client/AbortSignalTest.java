package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AbortSignalTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void abortIsToldOnce() {
        AbortController controller = new AbortController();
        AbortSignal signal = controller.signal();
        signal.onabort(event -> seen.add(event.type() + " " + event.isTrusted()));
        assertThat(signal.aborted()).isFalse();
        assertThatCode(signal::throwIfAborted).doesNotThrowAnyException();
        controller.abort();
        controller.abort(new IllegalStateException("too late"));
        assertThat(seen).containsExactly("abort true");
        assertThatThrownBy(signal::throwIfAborted)
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("AbortError"));
    }

    @Test
    void theReasonIsWhatWasGiven() {
        IOException reason = new IOException("gone");
        AbortSignal signal = AbortSignal.abort(reason);
        assertThat(signal.reason()).containsSame(reason);
        assertThatThrownBy(signal::throwIfAborted).hasCause(reason);
        assertThatThrownBy(() -> AbortSignal.abort(new IllegalStateException("thrown as it is"))
                        .throwIfAborted())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anyIsAbortedWithTheFirst() {
        AbortController one = new AbortController();
        AbortController two = new AbortController();
        AbortSignal any = AbortSignal.any(List.of(one.signal(), two.signal()));
        two.abort(new IllegalStateException("two"));
        one.abort(new IllegalStateException("one"));
        assertThat(any.reason().orElseThrow()).hasMessage("two");
        assertThat(AbortSignal.any(List.of(any, new AbortController().signal())).aborted())
                .isTrue();
    }

    @Test
    void aTimeoutIsATimeoutError() throws Exception {
        AbortSignal signal = AbortSignal.timeout(Duration.ofMillis(10));
        CountDownLatch aborted = new CountDownLatch(1);
        signal.onAbort(aborted::countDown);
        assertThat(aborted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(((DOMException) signal.reason().orElseThrow()).name()).isEqualTo("TimeoutError");
    }
}
