package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.WebSocket;
import dev.parley.engine.Ending;
import dev.parley.server.Liveness;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that are gone without a word are found out; those that are there in any way are left alone. */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
final class LivenessTest {
    private static final Liveness SOON = new Liveness(Duration.ofMillis(400), Duration.ofMillis(400));
    /** Ten rounds of that, about. */
    private static final int LONG_MILLIS = 4_000;

    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

    private final WebSocketHandler handler = new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            opened.add(peer);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            endings.add(ending);
        }
    };

    /** To the server's kernel it is there, and takes what is sent; but nobody is at home. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void peerThatAnswersNoPingIsGone(String transport, boolean lifted) throws Exception {
        Liveness liveness = lifted ? SOON.withPong(Duration.ofMinutes(10)) : SOON;
        try (Server server = start(transport, liveness);
                RawClient mute = RawClient.open(server.address().getPort(), "/")) {
            assertThat(mute.readFrame().first()).isEqualTo(0x89);
            Ending ending = endings.poll(lifted ? LONG_MILLIS / 2 : 20_000, TimeUnit.MILLISECONDS);
            if (lifted) {
                assertThat(ending).isNull();
            } else {
                assertThat(((Ending.Lost) ending).why()).contains("no sign");
                assertThat(mute.readToEnd()).isEmpty();
                assertThat(endings).isEmpty();
                Until.so("nothing is left of it", () -> server.peers() == 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void peerThatAnswersStaysAndItsRoundTripIsKnown(String transport) throws Exception {
        try (Server server = start(transport, SOON.withPong(Duration.ofSeconds(3)))) {
            WebSocket client =
                    new WebSocket("ws://127.0.0.1:" + server.address().getPort() + "/");
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            for (int i = 0; i < 1_000 && peer.roundTrip().isEmpty(); i++) {
                Thread.sleep(20);
            }
            assertThat(peer.roundTrip().orElseThrow()).isPositive().isLessThan(Duration.ofSeconds(20));
            assertThat(endings.poll(LONG_MILLIS, TimeUnit.MILLISECONDS)).isNull();
            client.close();
            assertThat(endings.poll(20, TimeUnit.SECONDS)).isInstanceOf(Ending.Clean.class);
        }
    }

    /** The time that it takes to answer is what is measured. */
    @Test
    void roundTripIsWhatThePeerTakes() throws Exception {
        try (Server server = start("auto", SOON.withPong(Duration.ofSeconds(20)));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            RawClient.Frame ping = client.readFrame();
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            client.send(RawClient.frame(0x8A, new byte[] {1, 2, 3, 4}));
            client.send(RawClient.frame(0x8A, new byte[0]));
            Thread.sleep(300);
            assertThat(peer.roundTrip()).as("after pongs that answer nothing").isEmpty();
            client.send(RawClient.frame(0x8A, ping.payload()));
            for (int i = 0; i < 1_000 && peer.roundTrip().isEmpty(); i++) {
                Thread.sleep(20);
            }
            assertThat(peer.roundTrip().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        }
    }

    /** Half of a large message may stand before the pong. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void peerThatSaysAnythingIsThere(String transport) throws Exception {
        Liveness patient = SOON.withPong(Duration.ofSeconds(3));
        try (Server server = start(transport, patient);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            byte[] frame = RawClient.frame(0x82, new byte[1_000]);
            for (int i = 0; i < LONG_MILLIS / 40; i++) {
                client.send(new byte[] {frame[i]});
                Thread.sleep(40);
            }
            assertThat(endings).isEmpty();
            assertThat(endings.poll(20, TimeUnit.SECONDS))
                    .as("when it is silent")
                    .isInstanceOf(Ending.Lost.class);
        }
    }

    /** All at once they come, and each is pinged at a time of its own, which stands in the ping. */
    @Test
    void pingsOfThoseWhoCameTogetherAreSpread() throws Exception {
        try (Server server = start("auto", new Liveness(Duration.ofSeconds(4), Duration.ofSeconds(20)))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(RawClient.open(server.address().getPort(), "/"));
            }
            List<Integer> sent = new ArrayList<>();
            for (RawClient client : clients) {
                sent.add(ByteBuffer.wrap(client.readFrame().payload()).getInt());
                client.close();
            }
            int first = sent.get(0);
            IntStream apart = sent.stream().mapToInt(at -> at - first);
            var range = apart.summaryStatistics();
            assertThat((long) range.getMax() - range.getMin()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
        }
    }

    /** The peer's fault it is not: so it is not judged by what cannot be heard. */
    @Test
    void peerThatIsNotReadIsNotJudged() throws Exception {
        Liveness liveness = SOON;
        WebSocketHandler flooding = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.add(peer);
                for (int i = 0; i < 16; i++) {
                    peer.send(ByteBuffer.allocate(1024 * 1024));
                }
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                endings.add(ending);
            }
        };
        ServerOptions options = ServerOptions.DEFAULT
                .withPort(0)
                .withHardLimitBytes(Integer.MAX_VALUE)
                .withLiveness(liveness);
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", flooding));
                RawClient busy = RawClient.open(server.address().getPort(), "/")) {
            assertThat(endings.poll(LONG_MILLIS / 2, TimeUnit.MILLISECONDS))
                    .as("while it is busy with what came first")
                    .isNull();
            for (int i = 0; i < 16; i++) {
                assertThat(busy.readFrame().payload()).hasSize(1024 * 1024);
            }
            assertThat(busy.readFrame().first()).isEqualTo(0x89);
            assertThat(endings.poll(20, TimeUnit.SECONDS))
                    .as("when nothing waits")
                    .isInstanceOf(Ending.Lost.class);
        }
    }

    private Server start(String transport, Liveness liveness) throws IOException {
        return Server.start(
                ServerOptions.DEFAULT.withPort(0).withTransport(transport).withLiveness(liveness),
                Routes.NONE.webSocket("/", handler));
    }
}
