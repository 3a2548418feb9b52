package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Sent;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.SlowConsumer;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a peer that reads nothing for a while finds afterwards, by the policy that was chosen: numbered messages, some 16 MiB, which is
 * more than the kernel takes. What each was said to have become of is what became of it.
 */
final class SlowConsumerTest {
    private static final int MESSAGE_BYTES = 16 * 1024;
    private static final int MESSAGES = 1_024;
    private static final int HARD = 1024 * 1024;

    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final BlockingQueue<Peer> drained = new LinkedBlockingQueue<>();

    private final WebSocketHandler handler = new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            opened.add(peer);
        }

        @Override
        public void onText(Peer peer, String text) {
            peer.send("end");
        }

        @Override
        public void onDrain(Peer peer) {
            drained.add(peer);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            ended.complete(ending);
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void newestAreDropped(String transport) throws Exception {
        try (Server server = start(transport, SlowConsumer.DROP_NEWEST);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                Sent sent = peer.send(numbered(i));
                assertThat(sent).isNotEqualTo(Sent.CLOSED);
                if (sent != Sent.DROPPED) {
                    accepted.add(i);
                }
            }
            assertThat(accepted).hasSizeLessThan(MESSAGES);
            assertThat(peer.bufferedAmount()).isLessThanOrEqualTo(HARD + 2L * 64 * 1024);
            assertThat(readAll(deaf, peer)).isEqualTo(accepted);
            assertThatNothingWaits(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void oldestAreDropped(String transport) throws Exception {
        try (Server server = start(transport, SlowConsumer.DROP_OLDEST);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(peer.send(numbered(i))).isIn(Sent.FLUSHED, Sent.BUFFERED);
            }
            assertThat(peer.bufferedAmount()).isLessThanOrEqualTo(HARD + 2L * 64 * 1024);
            assertThat(peer.givenUp()).isPositive();
            List<Integer> read = readAll(deaf, peer);
            assertThat(read).isSorted().doesNotHaveDuplicates().endsWith(MESSAGES - 2, MESSAGES - 1);
            assertThat(read.size() + peer.givenUp()).isEqualTo(MESSAGES);
            assertThatNothingWaits(peer);
            assertThat(drained.poll(20, TimeUnit.SECONDS)).isSameAs(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void latestOfEachKeyIsKept(String transport) throws Exception {
        int keys = 8;
        try (Server server = start(transport, SlowConsumer.KEEP_LATEST);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(peer.sendLatest(i % keys, Opcode.BINARY, numbered(i)))
                        .isIn(Sent.FLUSHED, Sent.BUFFERED);
            }
            assertThat(peer.bufferedAmount()).isLessThanOrEqualTo((long) keys * MESSAGE_BYTES + 2 * 64 * 1024);
            List<Integer> read = readAll(deaf, peer);
            Map<Integer, Integer> latest = new HashMap<>();
            read.forEach(number -> {
                Integer before = latest.put(number % keys, number);
                assertThat(before == null || before < number).isTrue();
            });
            assertThat(latest.values())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(MESSAGES - keys, MESSAGES).boxed().toList());
            assertThat(read.size() + peer.givenUp()).isEqualTo(MESSAGES);
            assertThatNothingWaits(peer);
        }
    }

    /** After close() nothing more is given up: what was accepted last is what the peer should know. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void whatWasNotGivenUpGoesBeforeTheClose(String transport) throws Exception {
        try (Server server = start(transport, SlowConsumer.DROP_OLDEST);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                peer.send(numbered(i));
            }
            peer.close();
            List<Integer> read = new ArrayList<>();
            RawClient.Frame frame = deaf.readFrame();
            for (; frame.first() == 0x82; frame = deaf.readFrame()) {
                read.add(ByteBuffer.wrap(frame.payload()).getInt());
            }
            assertThat(frame.first()).isEqualTo(0x88);
            assertThat(read).isSorted().endsWith(MESSAGES - 2, MESSAGES - 1);
            assertThat(read.size() + peer.givenUp()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void withoutKeysTooMuchIsStillTooMuch() throws Exception {
        try (Server server = start("auto", SlowConsumer.KEEP_LATEST);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            Sent last = Sent.FLUSHED;
            for (int i = 0; i < MESSAGES && last != Sent.DROPPED; i++) {
                last = peer.send(numbered(i));
            }
            assertThat(last).isEqualTo(Sent.DROPPED);
            assertThat(ended.get(20, TimeUnit.SECONDS).wasClean()).isFalse();
            assertThat(peer.send("gone")).isEqualTo(Sent.CLOSED);
            assertThat(deaf.readToEnd().length).isPositive();
        }
    }

    /** The order is that in which one thread sends, from the handler or from elsewhere, also where messages can wait. */
    @ParameterizedTest
    @ValueSource(strings = {"DROP_OLDEST", "KEEP_LATEST"})
    void aFastPeerGetsAllInOrder(SlowConsumer policy) throws Exception {
        try (Server server = start("auto", policy);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            for (int i = 0; i < 20_000; i++) {
                peer.send(ByteBuffer.allocate(4).putInt(0, i));
                if (i % 50 == 49) {
                    for (int j = i - 49; j <= i; j++) {
                        assertThat(ByteBuffer.wrap(client.readFrame().payload()).getInt())
                                .isEqualTo(j);
                    }
                }
            }
            assertThat(peer.givenUp()).isZero();
        }
    }

    private Server start(String transport, SlowConsumer policy) throws IOException {
        return Server.start(
                ServerOptions.DEFAULT
                        .withPort(0)
                        .withTransport(transport)
                        .withHardLimitBytes(HARD)
                        .withSlowConsumer(policy),
                Routes.NONE.webSocket("/", handler));
    }

    private static ByteBuffer numbered(int number) {
        return ByteBuffer.allocate(MESSAGE_BYTES).putInt(0, number);
    }

    /** Reads all that was sent, up to an answer that is asked for when there is room for it again: it would be dropped, too. */
    private static List<Integer> readAll(RawClient client, Peer peer) throws Exception {
        CompletableFuture<List<Integer>> reading = CompletableFuture.supplyAsync(() -> readToAnswer(client));
        assertThatNothingWaits(peer);
        client.send(RawClient.text("?"));
        return reading.get(20, TimeUnit.SECONDS);
    }

    private static List<Integer> readToAnswer(RawClient client) {
        List<Integer> numbers = new ArrayList<>();
        try {
            for (RawClient.Frame frame = client.readFrame(); frame.first() != 0x81; frame = client.readFrame()) {
                if (frame.first() == 0x82) {
                    numbers.add(ByteBuffer.wrap(frame.payload()).getInt());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return numbers;
    }

    private static void assertThatNothingWaits(Peer peer) throws InterruptedException {
        for (int i = 0; i < 1_000 && peer.bufferedAmount() != 0; i++) {
            Thread.sleep(10);
        }
        assertThat(peer.bufferedAmount()).isZero();
        assertThat(peer.isOpen()).isTrue();
    }
}
