package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.client.DOMException;
import dev.parley.client.ReadableMessages;
import dev.parley.client.WebSocketCloseInfo;
import dev.parley.client.WebSocketError;
import dev.parley.client.WebSocketOpenInfo;
import dev.parley.client.WebSocketStream;
import dev.parley.client.WritableMessages;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.Subprotocols;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client's streams: they carry messages, and make whoever is faster wait. */
final class WebSocketStreamTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final int LARGE = 64 * 1024;
    /** 64 MiB, several times of what kernels hold on loopback. */
    private static final int MANY = 1024;
    /** What kernels hold, generously, and what we may. */
    private static final int HELD = 700;

    private static final byte[] CLOSE_1000 = {(byte) 0x88, 2, 3, (byte) 0xE8};

    private static final BlockingQueue<Ending> ENDINGS = new LinkedBlockingQueue<>();
    private static Server server;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
                peer.send(kind, payload);
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                ENDINGS.add(ending);
            }
        };
        Routes routes = Routes.NONE.webSocket("/echo", echo, Subprotocols.of("b"));
        server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
        url = "ws://127.0.0.1:" + server.address().getPort() + "/echo";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // ---- messages ----

    @Test
    void messagesGoThereAndBack() throws Exception {
        try (WebSocketStream stream = new WebSocketStream(url, "a", "b")) {
            assertThat(stream.url()).isEqualTo(url);
            WebSocketOpenInfo open = await(stream.opened());
            assertThat(open.protocol()).isEqualTo("b");
            assertThat(open.extensions()).contains("permessage-deflate");
            open.writable().write("h\u00e9llo");
            open.writable().write(new byte[] {1, 2, 3});
            open.writable().write(ByteBuffer.wrap(new byte[] {9, 4, 5}, 1, 2));
            assertThat(open.readable().read()).contains("h\u00e9llo");
            assertThat(open.readable().read()).contains(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(open.readable().read()).contains(ByteBuffer.wrap(new byte[] {4, 5}));
            stream.close(new WebSocketCloseInfo(4000, "done"));
            assertThat(await(stream.closed())).isEqualTo(new WebSocketCloseInfo(4000, "done"));
            assertThat(open.readable().read()).isEmpty();
            assertThatThrownBy(() -> open.writable().write("late")).isInstanceOf(DOMException.class);
        }
    }

    @Test
    void aReadThatHoldsThousandsOfMessagesGivesEachInOrder() throws Exception {
        int count = 50_000;
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            frames.write(0x81);
            frames.write(5);
            frames.writeBytes(String.format("%05d", i).getBytes(StandardCharsets.US_ASCII));
        }
        frames.writeBytes(CLOSE_1000);
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            ReadableMessages readable = await(stream.opened()).readable();
            CompletableFuture<Void> sent = inBackground(() -> mute.send(frames.toByteArray()));
            int next = 0;
            for (Object message : readable) {
                assertThat(message).isEqualTo(String.format("%05d", next++));
                if (next == count) {
                    await(sent);
                    mute.hangUp();
                }
            }
            assertThat(next).isEqualTo(count);
            assertThat(await(stream.closed()).closeCode()).isEqualTo(1000);
        }
    }

    // ---- backpressure ----

    @Test
    void aServerThatIsNotReadFromIsMadeToWait() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            ReadableMessages readable = await(stream.opened()).readable();
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> sending = sendMany(mute, sent);
            assertThat(settled(sent)).isLessThan(HELD);
            for (int i = 0; i < MANY; i++) {
                ByteBuffer message = (ByteBuffer) readable.read().orElseThrow();
                assertThat(message.remaining()).isEqualTo(LARGE);
                assertThat(message.getInt(0)).isEqualTo(i);
            }
            await(sending);
            stream.abort();
        }
    }

    @Test
    void aSubscriberGetsWhatItRequestsAndNoMore() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            ReadableMessages readable = await(stream.opened()).readable();
            Requesting subscriber = new Requesting();
            readable.subscribe(subscriber);
            Flow.Subscription subscription = await(subscriber.subscribed);
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> sending = sendMany(mute, sent);
            assertThat(settled(sent)).isLessThan(HELD);
            assertThat(subscriber.messages).isEmpty();
            subscription.request(3);
            subscriber.awaitMessages(3);
            assertThat(settled(sent)).isLessThan(HELD);
            assertThat(subscriber.messages).hasSize(3);
            assertThatThrownBy(readable::read).isInstanceOf(IllegalStateException.class);
            subscription.request(Long.MAX_VALUE);
            subscription.request(Long.MAX_VALUE);
            subscriber.awaitMessages(MANY);
            await(sending);
            mute.send(CLOSE_1000);
            mute.hangUp();
            assertThat(await(subscriber.ended)).isEqualTo("complete");
            assertThat(await(stream.closed()).closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aSecondSubscriberGetsAnError() throws Exception {
        try (WebSocketStream stream = new WebSocketStream(url, "b")) {
            ReadableMessages readable = await(stream.opened()).readable();
            readable.subscribe(new Requesting());
            Requesting second = new Requesting();
            readable.subscribe(second);
            assertThat(await(second.ended)).contains("IllegalStateException");
        }
    }

    @Test
    void aWriterWaitsForAServerThatDoesNotRead() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            WritableMessages writable = await(stream.opened()).writable();
            AtomicInteger written = new AtomicInteger();
            CompletableFuture<Void> writing = inBackground(() -> {
                for (; written.get() < MANY; written.incrementAndGet()) {
                    writable.write(new byte[LARGE]);
                }
            });
            assertThat(settled(written)).isBetween(1, HELD);
            stream.abort();
            assertEndsWith1006(failureOf(writing));
            assertEndsWith1006(failureOf(stream.closed()));
        }
    }

    @Test
    void aPublisherIsAskedForAsMuchAsTheServerTakes() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            AtomicInteger asked = new AtomicInteger();
            publisher(asked).subscribe(await(stream.opened()).writable());
            assertThat(settled(asked)).isBetween(1, HELD);
            int read = 0;
            byte[] bytes = new byte[LARGE];
            for (int n;
                    read < MANY * (LARGE + 14) + 6
                            && (n = mute.awaitClient().getInputStream().read(bytes)) >= 0; ) {
                read += n;
            }
            assertThat(asked.get()).isEqualTo(MANY);
            // A header of 2 + 8 + 4 bytes for each; the publisher was complete, and the last six are a Close frame
            // without a code.
            assertThat(read).isEqualTo(MANY * (LARGE + 14) + 6);
            mute.send(new byte[] {(byte) 0x88, 0});
            mute.hangUp();
            assertThat(await(stream.closed()).closeCode()).isEqualTo(1005);
        }
    }

    @Test
    void whoDoesNotReadStillAnswersPings() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            await(stream.opened());
            mute.send(new byte[] {(byte) 0x89, 2, 'h', 'i'});
            assertThat(mute.readFrame()).isEqualTo("hi");
            stream.abort();
        }
    }

    // ---- the end ----

    @Test
    void afterClosingTheWritableTheAnswersCanStillBeRead() throws Exception {
        WebSocketStream stream = new WebSocketStream(url, "b");
        WebSocketOpenInfo open = await(stream.opened());
        for (int i = 0; i < 100; i++) {
            open.writable().write("question " + i);
        }
        CompletableFuture<Void> closed = open.writable().close();
        int answers = 0;
        for (Object answer : open.readable()) {
            assertThat(answer).isEqualTo("question " + answers++);
        }
        assertThat(answers).isEqualTo(100);
        await(closed);
        assertThat(await(stream.closed())).isEqualTo(new WebSocketCloseInfo(1005, ""));
    }

    @Test
    void cancellingDropsWhatComesAndSaysWhyIfItIsAWebSocketError() throws Exception {
        WebSocketStream stream = new WebSocketStream(url, "b");
        WebSocketOpenInfo open = await(stream.opened());
        for (int i = 0; i < 100; i++) {
            open.writable().write("unwanted");
        }
        open.readable().cancel(new WebSocketError("enough", 4321, "enough"));
        assertThat(open.readable().read()).isEmpty();
        assertThat(await(stream.closed())).isEqualTo(new WebSocketCloseInfo(4321, "enough"));
        Ending ending = ENDINGS.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (ending != null && ending.code() != 4321) {
            ending = ENDINGS.poll(PATIENCE_SECONDS, TimeUnit.SECONDS); // that was another test's
        }
        assertThat(ending).isNotNull();
        assertThat(ending.reason()).isEqualTo("enough");

        WebSocketStream other = new WebSocketStream(url, "b");
        await(other.opened()).writable().abort(new IllegalStateException("no code in it"));
        assertThat(await(other.closed()).closeCode()).isEqualTo(1005);
    }

    @Test
    void afterAnUncleanEndWhatCameBeforeCanBeRead() throws Exception {
        try (MuteServer mute = new MuteServer()) {
            WebSocketStream stream = new WebSocketStream(mute.address());
            WebSocketOpenInfo open = await(stream.opened());
            mute.send(new byte[] {(byte) 0x81, 1, 'a', (byte) 0x81, 1, 'b'});
            mute.hangUp();
            assertEndsWith1006(failureOf(stream.closed()));
            assertThat(open.readable().read()).contains("a");
            assertThat(open.readable().read()).contains("b");
            assertEndsWith1006(catchThrowable(open.readable()::read));
            assertEndsWith1006(catchThrowable(() -> open.writable().write("x")));
        }
    }

    @Test
    void abortingWhileConnectingRejectsBoth() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            WebSocketStream stream = new WebSocketStream("ws://127.0.0.1:" + silent.getLocalPort() + "/");
            stream.abort();
            for (CompletableFuture<?> future : List.of(stream.opened(), stream.closed())) {
                assertThat(failureOf(future))
                        .isInstanceOfSatisfying(
                                DOMException.class, e -> assertThat(e.name()).isEqualTo("AbortError"));
            }
            WebSocketStream closed = new WebSocketStream("ws://127.0.0.1:" + silent.getLocalPort() + "/");
            closed.close();
            assertThat(failureOf(closed.opened())).isInstanceOf(WebSocketError.class);
            assertThat(failureOf(closed.closed())).isInstanceOf(WebSocketError.class);
        }
    }

    @Test
    void aRefusedHandshakeSaysWhy() {
        WebSocketStream stream = new WebSocketStream(url.replace("/echo", "/nowhere"));
        assertThat(failureOf(stream.opened()))
                .isInstanceOf(WebSocketError.class)
                .hasMessageContaining("404");
        assertThatThrownBy(() -> stream.close(new WebSocketCloseInfo(1001))).isInstanceOf(DOMException.class);
        assertThatThrownBy(() -> new WebSocketError("", 1006, "")).isInstanceOf(DOMException.class);
        assertThatThrownBy(() -> new WebSocketStream("ftp://x/")).isInstanceOf(DOMException.class);
        assertThatThrownBy(() -> new WebSocketStream(url, "a", "a")).isInstanceOf(DOMException.class);
    }

    // ---- parts ----

    private static CompletableFuture<Void> sendMany(MuteServer mute, AtomicInteger sent) {
        return inBackground(() -> {
            ByteBuffer frame = ByteBuffer.allocate(10 + LARGE);
            frame.put((byte) 0x82).put((byte) 127).putLong(LARGE);
            for (int i = 0; i < MANY; i++) {
                frame.putInt(10, i);
                mute.send(frame.array());
                sent.incrementAndGet();
            }
        });
    }

    /** A count, once it has not grown for a while: late on a slow machine, but never too large. */
    private static int settled(AtomicInteger count) throws InterruptedException {
        int before = -1;
        for (int unchanged = 0; unchanged < 5 && before < MANY; Thread.sleep(60)) {
            int now = count.get();
            unchanged = now == before && now > 0 ? unchanged + 1 : 0;
            before = now;
        }
        return before;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inBackground(Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> await(future));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        return thrown.getCause();
    }

    private static void assertEndsWith1006(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(WebSocketError.class, e -> {
            assertThat(e.closeCode()).isEqualTo(OptionalInt.of(1006));
            assertThat(e.reason()).isEmpty();
        });
    }

    /** Hands out messages from within {@code request}, as publishers do, and is complete after {@link #MANY}. */
    private static Flow.Publisher<Object> publisher(AtomicInteger asked) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                assertThat(n).isEqualTo(1);
                if (asked.incrementAndGet() < MANY) {
                    subscriber.onNext(new byte[LARGE]);
                } else {
                    subscriber.onNext(ByteBuffer.allocate(LARGE));
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
    }

    /** Keeps what it gets, and requests nothing by itself. */
    private static final class Requesting implements Flow.Subscriber<Object> {
        final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        final CompletableFuture<String> ended = new CompletableFuture<>();
        final List<Object> messages = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
        }

        @Override
        public synchronized void onNext(Object message) {
            messages.add(message);
            notifyAll();
        }

        @Override
        public void onError(Throwable thrown) {
            ended.complete(thrown.toString());
        }

        @Override
        public void onComplete() {
            ended.complete("complete");
        }

        synchronized void awaitMessages(int count) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (messages.size() < count && System.nanoTime() < deadline) {
                wait(100);
            }
            assertThat(messages).hasSize(count);
        }
    }
}
