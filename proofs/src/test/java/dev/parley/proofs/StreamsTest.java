package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Ending;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.MessageStreams;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer is read as fast as is wanted, and large messages go in and out without anybody holding all of one. */
final class StreamsTest {
    private static final int PART = 64 * 1024;
    /** More than the kernel takes off our hands. */
    private static final int PARTS = 320;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    // ---- as fast as is wanted ----

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void peerThatIsPausedIsReadNoFurtherAndTheOthersAre(String transport) throws Exception {
        AtomicInteger taken = new AtomicInteger();
        WebSocketHandler pausing = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.add(peer);
            }

            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }

            @Override
            public void onBinary(Peer peer, ByteBuffer payload) {
                if (taken.incrementAndGet() == 10) {
                    peer.pause();
                }
            }
        };
        try (Server server = start(transport, pausing, 1 << 20);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendParts(client, 0x82, PARTS), threads);
            try (RawClient bystander = RawClient.open(server.address().getPort(), "/")) {
                for (int i = 0; i < 10; i++) {
                    bystander.send(RawClient.text("served"));
                    assertThat(bystander.readFrame().text()).isEqualTo("served");
                    Thread.sleep(50);
                }
            }
            assertThat(sent).as("all was sent and nobody took it").isNotDone();
            assertThat(taken).hasValue(10);
            peer.resume();
            sent.get(20, TimeUnit.SECONDS);
            client.send(RawClient.text("end"));
            assertThat(client.readFrame().text()).isEqualTo("end");
            assertThat(taken).hasValue(PARTS);
        }
    }

    // ---- in ----

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void messageIsReadWhileItComesAndItsSenderWaitsForTheReader(String transport) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Long> checksum = new CompletableFuture<>();
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        MessageStreams streams = new MessageStreams(threads, (peer, kind, message) -> {
            if (kind == Opcode.TEXT) {
                texts.add(new String(message.readAllBytes()));
                peer.send("thanks");
                return;
            }
            go.await();
            checksum.complete(checksum(message));
        });
        try (Server server = start(transport, streams, PART * PARTS);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendMessage(client), threads);
            try (RawClient bystander = RawClient.open(server.address().getPort(), "/")) {
                for (int i = 0; i < 10; i++) {
                    bystander.send(RawClient.text("t" + i));
                    assertThat(bystander.readFrame().text()).isEqualTo("thanks");
                    assertThat(texts.poll(20, TimeUnit.SECONDS)).isEqualTo("t" + i);
                    Thread.sleep(50);
                }
            }
            assertThat(sent).as("all was sent and nobody read it").isNotDone();
            go.countDown();
            sent.get(20, TimeUnit.SECONDS);
            client.send(RawClient.text("after it"));
            assertThat(client.readFrame().text()).isEqualTo("thanks");
            assertThat(texts.poll(20, TimeUnit.SECONDS)).isEqualTo("after it");
            assertThat(checksum.get(20, TimeUnit.SECONDS)).isEqualTo(expectedChecksum());
        }
    }

    @Test
    void whatIsNotReadIsDroppedAndTheNextMessageIsRead() throws Exception {
        MessageStreams streams = new MessageStreams(threads, (peer, kind, message) -> {
            if (kind == Opcode.BINARY) {
                assertThat(message.read()).isEqualTo(0);
            } else {
                peer.send(new String(message.readAllBytes()));
            }
        });
        try (Server server = start("auto", streams, PART * PARTS);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            sendMessage(client);
            client.send(RawClient.text("next"));
            assertThat(client.readFrame().text()).isEqualTo("next");
        }
    }

    @Test
    void readerLearnsThatTheConnectionEndedInTheMiddle() throws Exception {
        CompletableFuture<Exception> failure = new CompletableFuture<>();
        MessageStreams streams = new MessageStreams(threads, (peer, kind, message) -> {
            try {
                message.readAllBytes();
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
        });
        try (Server server = start("auto", streams, PART * PARTS)) {
            RawClient client = RawClient.open(server.address().getPort(), "/");
            client.send(RawClient.frame(0x02, new byte[PART]));
            client.close();
            assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("in the middle of a message");
        }
    }

    @Test
    void readerThatFailsCostsItsConnection1011() throws Exception {
        MessageStreams streams = new MessageStreams(threads, (peer, kind, message) -> {
            throw new IllegalStateException("of the test");
        });
        try (Server server = start("auto", streams, PART);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("x"));
            assertThat(client.readFrame().closeCode()).isEqualTo(1011);
        }
    }

    // ---- out ----

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void messageIsSentWhileItIsWrittenAndItsWriterWaitsForThePeer(String transport) throws Exception {
        try (Server server = start(transport, remembering(), PART);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeMessage(peer), threads);
            Thread.sleep(700);
            assertThat(written).as("all was written and nobody read it").isNotDone();
            assertThat(peer.bufferedAmount()).isLessThanOrEqualTo(512 * 1024);
            peer.send("after it");
            peer.ping(ByteBuffer.allocate(1));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            boolean pinged = false;
            List<Integer> heads = new ArrayList<>();
            RawClient.Frame frame;
            do {
                frame = client.readFrame();
                if (frame.first() == 0x89) {
                    pinged = true;
                } else {
                    heads.add(frame.first());
                    message.writeBytes(frame.payload());
                }
            } while (frame.first() != 0x80);
            assertThat(client.readFrame().text()).isEqualTo("after it");
            assertThat(pinged).as("a ping in the middle of the message").isTrue();
            assertThat(heads.get(0)).isEqualTo(0x02);
            assertThat(heads.subList(1, heads.size() - 1)).containsOnly(0x00);
            assertThat(checksum(new java.io.ByteArrayInputStream(message.toByteArray())))
                    .isEqualTo(expectedChecksum());
            written.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void writerLearnsThatTheConnectionEnded() throws Exception {
        try (Server server = start("auto", remembering(), PART);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeMessage(peer), threads);
            client.readFrame();
            client.reset();
            assertThatThrownBy(() -> written.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void oneMessageIsWrittenAtATimeAndNotOnTheEventLoop() throws Exception {
        CompletableFuture<Throwable> onLoop = new CompletableFuture<>();
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.add(peer);
            }

            @Override
            public void onText(Peer peer, String text) {
                try (OutputStream out = peer.stream(Opcode.BINARY)) {
                    out.write(1);
                } catch (IOException | IllegalStateException e) {
                    onLoop.complete(e);
                }
            }
        };
        try (Server server = start("auto", handler, PART);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("x"));
            assertThat(onLoop.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            OutputStream first = peer.stream(Opcode.TEXT);
            assertThatThrownBy(() -> peer.stream(Opcode.TEXT)).isInstanceOf(IllegalStateException.class);
            first.write("one".getBytes());
            first.close();
            assertThat(client.readFrame().text()).isEqualTo("one");
            peer.stream(Opcode.TEXT).close();
            assertThat(client.readFrame().payload()).isEmpty();
        }
    }

    private WebSocketHandler remembering() {
        return new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.add(peer);
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                endings.add(ending);
            }
        };
    }

    private static Server start(String transport, WebSocketHandler handler, int maxMessage) throws IOException {
        return Server.start(
                ServerOptions.DEFAULT
                        .withPort(0)
                        .withTransport(transport)
                        .withLimits(Limits.DEFAULT.withMaxMessageBytes(maxMessage)),
                Routes.NONE.webSocket("/", handler));
    }

    private static byte[] part(int number) {
        byte[] part = new byte[PART];
        for (int i = 0; i < PART; i++) {
            part[i] = (byte) (i * number);
        }
        return part;
    }

    /** One message in many frames. */
    private static void sendMessage(RawClient client) {
        try {
            for (int i = 0; i < PARTS; i++) {
                client.send(RawClient.frame((i == 0 ? 0x02 : 0) | (i == PARTS - 1 ? 0x80 : 0), part(i)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendParts(RawClient client, int first, int count) {
        byte[] frame = RawClient.frame(first, part(1));
        try {
            for (int i = 0; i < count; i++) {
                client.send(frame);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeMessage(Peer peer) {
        try (OutputStream out = peer.stream(Opcode.BINARY)) {
            for (int i = 0; i < PARTS; i++) {
                out.write(part(i));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long checksum(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] piece = new byte[10_000];
        for (int bytes = in.read(piece); bytes >= 0; bytes = in.read(piece)) {
            sum.update(piece, 0, bytes);
        }
        return sum.getValue();
    }

    private static long expectedChecksum() {
        CRC32 sum = new CRC32();
        for (int i = 0; i < PARTS; i++) {
            sum.update(part(i));
        }
        return sum.getValue();
    }
}
