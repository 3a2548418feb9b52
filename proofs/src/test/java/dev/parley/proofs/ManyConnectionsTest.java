package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that open and close at once, by the thousand: every one ends clean, and none is left behind. */
@Tag("one-jdk")
final class ManyConnectionsTest {
    private static final int CONNECTIONS = 3_000;
    private static final int AT_ONCE = 16;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "auto"})
    void eachEndsClean(String transport) throws Exception {
        Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {});
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0).withTransport(transport), routes)) {
            String url = "ws://127.0.0.1:" + server.address().getPort() + "/";
            Map<String, Integer> endings = new ConcurrentHashMap<>();
            Semaphore room = new Semaphore(AT_ONCE);
            CountDownLatch ended = new CountDownLatch(CONNECTIONS);
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(room.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                WebSocket socket = new WebSocket(url);
                socket.onopen(event -> socket.close(1000));
                socket.onerror(event -> endings.merge(event.message(), 1, Integer::sum));
                socket.onclose(event -> {
                    endings.merge(event.code() + " " + event.wasClean(), 1, Integer::sum);
                    room.release();
                    ended.countDown();
                });
            }
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(endings).isEqualTo(Map.of("1000 true", CONNECTIONS));
            for (int i = 0; i < 200 && server.peers() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(server.peers()).isZero();
        }
    }
}
