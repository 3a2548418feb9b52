package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetch standard §2.9. */
final class BlockedPortsTest {
    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:0/", "ws://127.0.0.1:25/", "wss://127.0.0.1:6667/", "http://127.1:10080/"})
    void aBlockedPortIsAFailedConnectionAndNoException(String url) throws Exception {
        WebSocket socket = new WebSocket(url);
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch closed = new CountDownLatch(1);
        socket.onopen(event -> seen.add("open"));
        socket.onerror(event -> seen.add(event.message().contains("blocked") ? "error" : event.message()));
        socket.onclose(event -> {
            seen.add(event.code() + " " + event.wasClean() + " " + socket.readyState());
            closed.countDown();
        });
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("error", "1006 false 3");
    }

    @Test
    void theWebsOwnPortsAndThoseOfProgramsAreNot() {
        assertThat(IntStream.range(0, 65_536).filter(BlockedPorts::contains).count())
                .isEqualTo(83);
        assertThat(IntStream.of(80, 443, 3000, 8080, 8443, 9000, 65_535)).noneMatch(BlockedPorts::contains);
    }
}
