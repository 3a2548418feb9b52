package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of the server as a whole, and honest clients that must not run into them. */
@Tag("one-jdk")
final class BoundsTest {
    private static final Routes ECHO = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }
    });

    // RFC 6455 §7.2.2: "the server MUST simply _Close the WebSocket Connection_".
    @Test
    void overTheNumberOfConnectionsNobodyElseComesIn() throws Exception {
        try (Server server = start(ServerOptions.DEFAULT.withMaxConnections(5))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(RawClient.open(server.address().getPort(), "/"));
            }
            assertThatThrownBy(() -> RawClient.open(server.address().getPort(), "/"))
                    .isInstanceOf(IOException.class);
            clients.get(0).close();
            while (server.peers() == 5) {
                Thread.sleep(5);
            }
            RawClient.open(server.address().getPort(), "/").close();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void overTheBytesOfUnfinishedMessagesAPeerIsToldToTryAgainLater() throws Exception {
        try (Server server = start(ServerOptions.DEFAULT.withMaxPartialBytes(100_000))) {
            byte[] half = RawClient.frame(0x02, new byte[40_000]);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawClient client = RawClient.open(server.address().getPort(), "/");
                client.send(half);
                clients.add(client);
            }
            RawClient last = clients.get(3);
            assertThat(last.readFrame().closeCode()).isEqualTo(1013);
            for (RawClient client : clients) {
                client.close();
            }
        }
        try (Server server = start(ServerOptions.DEFAULT.withMaxPartialBytes(10_000_000));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.frame(0x02, new byte[40_000]));
            client.send(RawClient.frame(0x80, new byte[10_000]));
            assertThat(client.readFrame().payload()).hasSize(50_000);
        }
    }

    /** Two and a half times what the process may use in all. */
    @Test
    void aThousandHalfMessagesDoNotFillTheHeap() throws Exception {
        try (ServeProcess server = ServeProcess.serve()) {
            byte[] half = RawClient.frame(0x02, new byte[640 * 1024]);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                RawClient client = RawClient.open(server.port(), "/echo");
                try {
                    client.send(half);
                } catch (IOException toldToTryAgainLater) {
                    // as most of them are
                }
                clients.add(client);
            }
            try (RawClient bystander = RawClient.open(server.port(), "/echo")) {
                bystander.send(RawClient.text("served"));
                assertThat(bystander.readFrame().text()).isEqualTo("served");
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Ten times what the process may use in all: it is the limit that refuses them, not a lack of memory. */
    @Test
    void aThousandHalfMessagesInASmallHeapAreRefusedByTheLimit() throws Exception {
        try (ServeProcess server = ServeProcess.serveIn(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"))) {
            byte[] half = RawClient.frame(0x02, new byte[640 * 1024]);
            List<RawClient> clients = new ArrayList<>();
            int told = 0;
            for (int i = 0; i < 1_000; i++) {
                RawClient client = RawClient.open(server.port(), "/echo");
                clients.add(client);
                try {
                    client.send(half);
                } catch (IOException alreadyClosed) {
                    // it says why all the same
                }
                if (i >= 990) {
                    told += client.readFrame().closeCode() == 1013 ? 1 : 0;
                }
            }
            assertThat(told).as("of the last ten").isEqualTo(10);
            for (RawClient client : clients) {
                client.reset();
            }
            try (RawClient bystander = RawClient.open(server.port(), "/echo")) {
                bystander.send(RawClient.frame(0x82, new byte[640 * 1024]));
                assertThat(bystander.readFrame().payload()).hasSize(640 * 1024);
            }
            assertThat(server.isRunning()).isTrue();
            assertThat(server.standardError()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    @Test
    void aMillionPongsThatNobodyAskedForCostNothingWhereTheyAreAllowed() throws Exception {
        Limits limits = Limits.DEFAULT.withControlFrames(Limits.UNLIMITED, 1);
        try (Server server = start(ServerOptions.DEFAULT.withLimits(limits));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            byte[] pong = RawClient.frame(0x8A, new byte[4]);
            byte[] thousand = new byte[1_000 * pong.length];
            for (int i = 0; i < 1_000; i++) {
                System.arraycopy(pong, 0, thousand, i * pong.length, pong.length);
            }
            for (int i = 0; i < 1_000; i++) {
                client.send(thousand);
            }
            client.send(RawClient.text("still there"));
            assertThat(client.readFrame().text()).isEqualTo("still there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "epoll", "nio"})
    void aFastClientWithTinyMessagesIsNotTakenForASlowOne(String transport) throws Exception {
        int messages = 200_000;
        try (Server server = start(ServerOptions.DEFAULT.withTransport(transport));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                byte[] empty = RawClient.frame(0x82, new byte[0]);
                byte[] thousand = new byte[1_000 * empty.length];
                for (int i = 0; i < 1_000; i++) {
                    System.arraycopy(empty, 0, thousand, i * empty.length, empty.length);
                }
                try {
                    for (int i = 0; i < messages / 1_000; i++) {
                        client.send(thousand);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < messages; i++) {
                assertThat(client.readFrame().first()).isEqualTo(0x82);
            }
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSmallMessageRightBehindTheLargestIsNotTooMuch() throws Exception {
        int largest = 1024 * 1024;
        ServerOptions options =
                ServerOptions.DEFAULT.withLimits(ServerOptions.DEFAULT.limits().withMaxMessageBytes(largest));
        try (Server server = start(options);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            for (int i = 0; i < 10; i++) {
                client.send(RawClient.frame(0x82, new byte[largest]));
                client.send(RawClient.frame(0x82, new byte[1]));
                assertThat(client.readFrame().payload()).hasSize(largest);
                assertThat(client.readFrame().payload()).hasSize(1);
            }
        }
    }

    @Test
    void aPeerThatReadsNothingIsNotWaitedForWhenItIsToldToGo() throws Exception {
        Routes flood = Routes.NONE.webSocket("/", new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                for (int i = 0; i < 32; i++) {
                    peer.send(ByteBuffer.allocate(1024 * 1024));
                }
                peer.close();
            }
        });
        ServerOptions options = ServerOptions.DEFAULT.withPort(0).withHardLimitBytes(Integer.MAX_VALUE);
        try (Server server = Server.start(options, flood);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            for (int i = 0; i < 200 && server.peers() > 0; i++) {
                Thread.sleep(100);
            }
            assertThat(server.peers()).isZero();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            deaf.send(RawClient.text("anybody there?"));
                            Thread.sleep(10);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static Server start(ServerOptions options) throws IOException {
        return Server.start(options.withPort(0), ECHO);
    }
}
