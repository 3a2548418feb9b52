package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.HandlerThreads;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handlers that run on an executor may block: that costs their own peer, and nobody else. */
final class BlockingHandlersTest {
    private static final int PATIENCE_SECONDS = 30;
    private static final ServerOptions OPTIONS =
            ServerOptions.DEFAULT.withPort(0).withThreads(1).withExecutor(HandlerThreads.shared());

    /** Waits where it is told to, and says what it was called with. */
    private static final class Recording implements WebSocketHandler {
        final CountDownLatch go = new CountDownLatch(1);
        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<ByteBuffer> payloads = new CopyOnWriteArrayList<>();
        final AtomicInteger handled = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger mostInside = new AtomicInteger();
        final CompletableFuture<Ending> ended = new CompletableFuture<>();

        @Override
        public void onOpen(Peer peer) {
            calls.add("open");
        }

        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            payloads.add(payload);
            await(go);
            if (kind == Opcode.TEXT) {
                String text = dev.parley.engine.Text.decode(payload.duplicate());
                calls.add(text);
                peer.send(text);
            }
            handled.incrementAndGet();
            inside.decrementAndGet();
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            calls.add("close");
            ended.complete(ending);
        }
    }

    private final Recording handler = new Recording();
    private final Routes routes = Routes.NONE.webSocket("/", handler).webSocket("/free", new WebSocketHandler() {
        @Override
        public void onText(Peer peer, String text) {
            peer.send(text);
        }
    });

    @Test
    void aHandlerThatBlocksHoldsUpNobodyElse() throws Exception {
        try (Server server = Server.start(OPTIONS, routes);
                RawClient blocking = open(server, "/");
                RawClient other = open(server, "/free")) {
            blocking.send(RawClient.text("wait"));
            other.send(RawClient.text("served meanwhile"));
            assertThat(other.readFrame().text()).isEqualTo("served meanwhile");
            assertThat(handler.calls).containsExactly("open");
            handler.go.countDown();
            assertThat(blocking.readFrame().text()).isEqualTo("wait");
        }
    }

    @Test
    void callsForOnePeerComeInOrderAndNeverOverlap() throws Exception {
        handler.go.countDown();
        List<String> expected = new ArrayList<>();
        try (Server server = Server.start(OPTIONS, routes);
                RawClient client = open(server, "/")) {
            expected.add("open");
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 3_000; i++) {
                expected.add("m" + i);
                frames.writeBytes(RawClient.text("m" + i));
            }
            client.send(frames.toByteArray());
            for (int i = 0; i < 3_000; i++) {
                assertThat(client.readFrame().text()).isEqualTo("m" + i);
            }
        }
        expected.add("close");
        handler.ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(handler.calls).isEqualTo(expected);
        assertThat(handler.mostInside).hasValue(1);
    }

    @Test
    void aPayloadIsTheHandlersOwn() throws Exception {
        try (Server server = Server.start(OPTIONS, routes);
                RawClient client = open(server, "/")) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                frames.writeBytes(RawClient.frame(0x82, new byte[] {(byte) i, (byte) i}));
            }
            client.send(frames.toByteArray());
            Until.so("the first one is at work", () -> !handler.payloads.isEmpty());
            handler.go.countDown();
            Until.so("all are handled", () -> handler.handled.get() == 20);
            for (int i = 0; i < 20; i++) {
                assertThat(handler.payloads.get(i)).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) i, (byte) i}));
            }
        }
    }

    @Test
    void aPeerWhoseHandlerIsBehindIsReadNoFurther() throws Exception {
        try (Server server = Server.start(OPTIONS, routes);
                RawClient flooder = open(server, "/")) {
            CompletableFuture<Integer> sent = flood(flooder);
            Thread.sleep(1_000);
            assertThat(sent.isDone())
                    .as("32 MiB went in while the first message was handled")
                    .isFalse();
            handler.go.countDown();
            assertThat(sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(FLOOD);
            Until.so("all are handled", () -> handler.handled.get() == FLOOD);
        }
    }

    /** The control: it is that bound, and no other. */
    @Test
    void withoutTheBoundAllOfItWaitsInMemory() throws Exception {
        try (Server server = Server.start(OPTIONS.withMaxBehindBytes(Integer.MAX_VALUE), routes);
                RawClient flooder = open(server, "/")) {
            assertThat(flood(flooder).get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(FLOOD);
            assertThat(handler.handled).hasValue(0);
            handler.go.countDown();
            Until.so("all are handled", () -> handler.handled.get() == FLOOD);
        }
    }

    @Test
    void closeIsTheLastCallThoughMuchIsStillToBeDone() throws Exception {
        try (Server server = Server.start(OPTIONS, routes)) {
            RawClient client = open(server, "/");
            for (int i = 0; i < 20; i++) {
                client.send(RawClient.text("m" + i));
            }
            Until.so("the first one is at work", () -> !handler.payloads.isEmpty());
            client.reset();
            Thread.sleep(200);
            assertThat(handler.ended.isDone()).isFalse();
            handler.go.countDown();
            handler.ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(handler.calls.get(handler.calls.size() - 1)).isEqualTo("close");
            assertThat(handler.calls).containsOnlyOnce("close");
            Until.so("the peer is gone", () -> server.peers() == 0);
        }
    }

    @Test
    void whatIsAnsweredToMessagesBeforeTheCloseFrameGoesOutBeforeItsAnswer() throws Exception {
        try (Server server = Server.start(OPTIONS, routes);
                RawClient client = open(server, "/")) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                frames.writeBytes(RawClient.text("m" + i));
            }
            frames.writeBytes(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
            client.send(frames.toByteArray());
            Until.so("the first one is at work", () -> !handler.payloads.isEmpty());
            handler.go.countDown();
            for (int i = 0; i < 20; i++) {
                assertThat(client.readFrame().text()).isEqualTo("m" + i);
            }
            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void anExecutorThatRefusesCostsItsPeersAndNotTheServer() throws Exception {
        BlockingQueue<Runnable> taken = new LinkedBlockingQueue<>();
        Executor refusing = task -> {
            if (taken.size() > 0) {
                throw new RejectedExecutionException("full");
            }
            taken.add(task);
            new Thread(task).start();
        };
        handler.go.countDown();
        try (Server server = Server.start(OPTIONS.withExecutor(refusing), routes);
                RawClient first = open(server, "/");
                RawClient second = open(server, "/free")) {
            assertThat(second.readFrame().closeCode()).isEqualTo(1013);
            Until.so("the first one is idle", () -> handler.calls.contains("open"));
            taken.clear();
            first.send(RawClient.text("served"));
            assertThat(first.readFrame().text()).isEqualTo("served");
        }
    }

    private static final int FLOOD = 512;

    private static CompletableFuture<Integer> flood(RawClient client) {
        byte[] frame = RawClient.frame(0x82, new byte[64 * 1024]);
        return CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try {
                for (; count < FLOOD; count++) {
                    client.send(frame);
                }
            } catch (IOException closed) {
                // the test is over
            }
            return count;
        });
    }

    private static RawClient open(Server server, String path) throws IOException {
        return RawClient.open(server.address().getPort(), path);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
