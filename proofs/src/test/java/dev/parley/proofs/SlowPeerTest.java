package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.engine.Limits;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Sent;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is queued for a peer that does not read is bounded, and is told to who sends. */
final class SlowPeerTest {
    private static final int MESSAGE_BYTES = 16 * 1024;
    /** More than the kernel takes off our hands on loopback, which is several MiB. */
    private static final int MESSAGES = 2048;

    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private final Routes routes = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            opened.add(peer);
        }

        @Override
        public void onDrain(Peer peer) {
            drained.complete(null);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            ended.complete(ending);
        }
    });

    @Test
    void overTheHardLimitItIsDisconnected() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withHardLimitBytes(1024 * 1024);
        try (Server server = Server.start(options, routes);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(10, TimeUnit.SECONDS);
            Set<Sent> answers = flood(peer);
            assertThat(answers).contains(Sent.FLUSHED, Sent.BUFFERED, Sent.DROPPED);
            assertThat(peer.bufferedAmount())
                    .isLessThanOrEqualTo(
                            1024 * 1024 + ServerOptions.DEFAULT.limits().maxMessageBytes() + MESSAGE_BYTES);
            assertThat(ended.get(20, TimeUnit.SECONDS).wasClean()).isFalse();
            assertThat(peer.send("gone")).isEqualTo(Sent.CLOSED);
            assertThat(deaf.readToEnd().length).isGreaterThan(0);
        }
    }

    @Test
    void withoutTheHardLimitAllOfItIsQueued() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withHardLimitBytes(Integer.MAX_VALUE);
        try (Server server = Server.start(options, routes);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(10, TimeUnit.SECONDS);
            assertThat(flood(peer)).contains(Sent.BUFFERED).doesNotContain(Sent.DROPPED);
            assertThat(peer.bufferedAmount()).isGreaterThan(4 * 1024 * 1024);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(deaf.readFrame().payload()).hasSize(MESSAGE_BYTES);
            }
            drained.get(20, TimeUnit.SECONDS);
            while (peer.bufferedAmount() > 0) {
                Thread.sleep(5);
            }
            assertThat(peer.send("fast again")).isEqualTo(Sent.FLUSHED);
        }
    }

    @Test
    void aPeerThatSendsAndDoesNotReadIsReadNoFurther() throws Exception {
        try (ServeProcess server = ServeProcess.serve();
                RawClient flooder = RawClient.open(server.port(), "/echo")) {
            byte[] frame = RawClient.frame(0x82, new byte[MESSAGE_BYTES]);
            CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> {
                int count = 0;
                try {
                    for (; count < 8 * MESSAGES; count++) {
                        flooder.send(frame);
                    }
                } catch (IOException closed) {
                    // the test is over
                }
                return count;
            });
            Thread.sleep(1_500);
            assertThat(sent.isDone())
                    .as("256 MiB went in without one byte read")
                    .isFalse();
            RecordingSocket bystander = new RecordingSocket(server.address("ws", "/echo")).awaitOpen();
            bystander.webSocket.send("served");
            assertThat(bystander.awaitMessage()).isEqualTo("served");
            flooder.reset();
            assertThat(sent.get(20, TimeUnit.SECONDS)).isLessThan(8 * MESSAGES);
        }
    }

    /** With as many control frames as come: by default they would be too many soon. */
    @Test
    void aPeerThatPingsAndDoesNotReadIsOwedItsNewestPong() throws Exception {
        int pings = 200_000;
        ServerOptions options =
                ServerOptions.DEFAULT.withPort(0).withLimits(Limits.DEFAULT.withControlFrames(Limits.UNLIMITED, 1));
        try (Server server = Server.start(options, routes);
                RawClient flooder = RawClient.open(server.address().getPort(), "/")) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> ping(flooder, pings));
            Thread.sleep(700);
            int pongs = 0;
            int last = 0;
            while (last < pings) {
                RawClient.Frame pong = flooder.readFrame();
                int number = ByteBuffer.wrap(pong.payload()).getInt();
                assertThat(number).isGreaterThan(last);
                last = number;
                pongs++;
            }
            assertThat(pongs).as("what the kernel took, and the newest").isLessThan(pings);
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    private static void ping(RawClient client, int count) {
        ByteArrayOutputStream hundred = new ByteArrayOutputStream();
        try {
            for (int i = 1; i <= count; i++) {
                hundred.writeBytes(RawClient.frame(
                        0x89, ByteBuffer.allocate(122).putInt(0, i).array()));
                if (i % 100 == 0) {
                    client.send(hundred.toByteArray());
                    hundred.reset();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends at a pace that lets a fast peer keep up, from a thread of our own. */
    private static Set<Sent> flood(Peer peer) throws InterruptedException {
        Set<Sent> answers = EnumSet.noneOf(Sent.class);
        for (int i = 0; i < MESSAGES; i++) {
            answers.add(peer.send(ByteBuffer.allocate(MESSAGE_BYTES)));
            if (i % 16 == 0) {
                Thread.sleep(1);
            }
        }
        return answers;
    }
}
