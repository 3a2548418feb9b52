package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.micrometer.MicrometerObserver;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The figures of a server, in a registry of Micrometer's. */
final class MicrometerTest {
    private static final Routes TWICE = Routes.NONE.webSocket("/twice", new WebSocketHandler() {
        @Override
        public void onText(Peer peer, String text) {
            peer.send(text + text);
        }
    });

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ServerOptions options =
            ServerOptions.DEFAULT.withPort(0).withObserver(new MicrometerObserver(registry));

    @Test
    void figuresOfAServerAreInTheRegistry() throws Exception {
        try (Server server = Server.start(options, TWICE);
                RawClient stays = RawClient.open(server.address().getPort(), "/twice")) {
            stays.send(RawClient.text("12345"));
            assertThat(stays.readFrame().text()).isEqualTo("1234512345");
            leaveWith(server, 4321);
            Until.so("one is left", () -> ended() == 1 && value("parley.connections") == 1);
            assertThat(value("parley.messages.received")).isEqualTo(1);
            assertThat(value("parley.bytes.received")).isEqualTo(5);
            assertThat(value("parley.messages.sent")).isEqualTo(1);
            assertThat(value("parley.bytes.sent")).isEqualTo(10);
            registry.get("parley.connection.duration")
                    .tags("route", "/twice", "ending", "clean", "code", "4xxx")
                    .timer();
            try (RawClient lost = new RawClient(server.address().getPort())) {
                lost.send(RawClient.handshake(server.address().getPort(), "/nothing"));
                assertThat(lost.readHead()).startsWith("HTTP/1.1 404");
            }
            assertThat(registry.get("parley.handshakes.refused")
                            .tag("status", "404")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void codesThatPeersChooseMakeNoMetersOfTheirOwn() throws Exception {
        try (Server server = Server.start(options, TWICE)) {
            for (int code = 4000; code < 4020; code++) {
                leaveWith(server, code);
            }
            Until.so("all have left", () -> ended() == 20);
            assertThat(registry.find("parley.connection.duration").timers()).hasSize(1);
        }
    }

    private static void leaveWith(Server server, int code) throws IOException {
        try (RawClient client = RawClient.open(server.address().getPort(), "/twice")) {
            client.send(RawClient.frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
            assertThat(client.readFrame().closeCode()).isEqualTo(code);
        }
    }

    private long ended() {
        return registry.find("parley.connection.duration").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private double value(String name) {
        Meter meter = registry.find(name).meter();
        return meter == null ? 0 : meter.measure().iterator().next().getValue();
    }
}
