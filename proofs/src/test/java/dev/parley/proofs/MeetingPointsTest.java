package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Ending;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.AccessLog;
import dev.parley.server.Admission;
import dev.parley.server.Drain;
import dev.parley.server.FragmentHandler;
import dev.parley.server.Gate;
import dev.parley.server.HandlerThreads;
import dev.parley.server.Origins;
import dev.parley.server.Peer;
import dev.parley.server.Response;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.SlowConsumer;
import dev.parley.server.WebSocketHandler;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one part of the server owes another: gates and answers, closing and what waits, streams and who counts them. */
@Tag("one-jdk")
final class MeetingPointsTest {
    private static final int MESSAGES = 20;
    private static final int MESSAGE_BYTES = 32 * 1024;

    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void whatFollowsALastAnswerThatWasDecidedLaterIsNotKept(String transport) throws Exception {
        Admission refused = Admission.refused(Response.text(401, "no"));
        Gate gate = request -> Admission.later(CompletableFuture.supplyAsync(() -> refused));
        try (Server server = Server.start(
                        options(transport),
                        Routes.NONE.get("/", r -> Response.text(200, "in")).behind(gate));
                RawClient client = new RawClient(server.address().getPort())) {
            long before = direct();
            client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 401 ");
            byte[] more = new byte[64 * 1024];
            long most = 0;
            try {
                for (int i = 0; i < 2_000; i++) {
                    client.send(more);
                    most = Math.max(most, direct() - before);
                }
            } catch (IOException closed) {
                // as it should
            }
            assertThat(most).isLessThan(24L << 20);
        }
    }

    private static long direct() {
        return PlatformDependent.usedDirectMemory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISCONNECT", "DROP_OLDEST", "KEEP_LATEST"})
    void whatWasAcceptedIsSentBeforeTheCloseFrame(SlowConsumer policy) throws Exception {
        WebSocketHandler burst = new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                for (int i = 0; i < MESSAGES; i++) {
                    peer.send(ByteBuffer.allocate(MESSAGE_BYTES));
                }
                peer.close();
            }
        };
        ServerOptions options = options("auto").withSlowConsumer(policy);
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", burst));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("go"));
            assertThat(messagesUpToClose(client)).isEqualTo(MESSAGES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISCONNECT", "DROP_OLDEST", "KEEP_LATEST"})
    void whatWasAcceptedIsSentBeforeAServerLeaves(SlowConsumer policy) throws Exception {
        ServerOptions options = options("auto").withSlowConsumer(policy);
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", opening()));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            int messages = 0;
            while (peer.bufferedAmount() < 256 * 1024) { // the kernel has all it takes
                peer.send(ByteBuffer.allocate(MESSAGE_BYTES));
                messages++;
            }
            CompletableFuture<Void> left = CompletableFuture.runAsync(server::close);
            Thread.sleep(100);
            assertThat(messagesUpToClose(client)).isEqualTo(messages);
            client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE9}));
            left.get(20, TimeUnit.SECONDS);
        }
    }

    private static int messagesUpToClose(RawClient client) throws IOException {
        int messages = 0;
        while (client.readFrame().first() != 0x88) {
            messages++;
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void errorAfterALateDecisionIsA500(String transport) throws Exception {
        Gate gate = request -> Admission.later(CompletableFuture.supplyAsync(() -> Admission.GRANTED));
        Routes routes = Routes.NONE
                .get("/", request -> {
                    throw new AssertionError("planted");
                })
                .behind(gate);
        try (Server server = Server.start(options(transport), routes);
                RawClient client = new RawClient(server.address().getPort())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 500 ");
        }
    }

    @Test
    void writerThatIsInterruptedDoesNotLeaveAMessageWithoutAnEnd() throws Exception {
        try (Server server = Server.start(options("auto"), Routes.NONE.webSocket("/", opening()));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            Peer peer = opened.poll(20, TimeUnit.SECONDS);
            Thread writer = new Thread(() -> {
                try (OutputStream out = peer.stream(Opcode.BINARY)) {
                    while (true) {
                        out.write(new byte[MESSAGE_BYTES]);
                    }
                } catch (IOException interrupted) {
                    // as planned
                }
            });
            writer.start();
            while (peer.bufferedAmount() < 64 * 1024) {
                Thread.sleep(10);
            }
            Thread.sleep(300);
            writer.interrupt();
            writer.join(20_000);
            peer.send("after");
            assertThatThrownBy(() -> {
                        for (RawClient.Frame frame = client.readFrame(); frame.first() != 0x81; ) {
                            frame = client.readFrame();
                        }
                        throw new IOException("the message came");
                    })
                    .as("the message comes, or the connection ends")
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(peer.isOpen()).isFalse();
        }
    }

    @Test
    void messagesThatAreTakenInFragmentsAreCountedToo() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        FragmentHandler handler = (peer, kind, fragment, last) -> {};
        ServerOptions options = options("auto").withObserver(new AccessLog(lines::add));
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", handler));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.frame(0x02, new byte[100]));
            client.send(RawClient.frame(0x80, new byte[23]));
            client.send(RawClient.text("hello"));
            client.send(RawClient.frame(0x88, new byte[0]));
            client.readToEnd();
            assertThat(lines.poll(20, TimeUnit.SECONDS)).contains(" received=2 received_bytes=128 ");
        }
    }

    @Test
    void aMessageThatIsWrittenAsAStreamIsCountedOnce() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void onText(Peer peer, String text) {
                try (OutputStream out = peer.stream(Opcode.BINARY)) {
                    out.write(new byte[100_000]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                peer.send("and one more");
            }
        };
        ServerOptions options =
                options("auto").withExecutor(HandlerThreads.shared()).withObserver(new AccessLog(lines::add));
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", handler));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            client.send(RawClient.text("begin"));
            RawClient.Frame frame;
            do {
                frame = client.readFrame();
            } while (frame.first() != 0x81);
            client.send(RawClient.frame(0x88, new byte[0]));
            client.readToEnd();
            assertThat(lines.poll(20, TimeUnit.SECONDS)).contains(" sent=2 sent_bytes=100012 ");
        }
    }

    @Test
    void timesOfADrainAreBounded() {
        assertThatThrownBy(() -> Drain.DEFAULT.withDeadline(ChronoUnit.FOREVER.getDuration()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void originOfManyLabelsIsRefusedOrNotButNoError() throws Exception {
        ServerOptions options = options("auto").withOrigins(Origins.of("https://*.example.org"));
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", opening()));
                RawClient client = new RawClient(server.address().getPort())) {
            client.send(RawClient.handshake(server.address().getPort(), "/")
                    .replace("Upgrade: w", "Origin: https://" + "a.".repeat(6_000) + "example.org\r\nUpgrade: w"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void functionThatFailsToSayWhetherAnAddressCountsCostsNoPlace() throws Exception {
        ServerOptions options = options("auto");
        boolean[] fails = {true};
        options = options.withMaxConnections(2).withEntrance(options.entrance().withUncounted(address -> {
            if (fails[0]) {
                throw new IllegalStateException("planted");
            }
            return true;
        }));
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", opening()))) {
            for (int i = 0; i < 4; i++) {
                fails[0] = i < 3;
                RawClient.open(server.address().getPort(), "/").close();
                Until.so("it has left", () -> server.peers() == 0);
            }
        }
    }

    private WebSocketHandler opening() {
        return new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                opened.add(peer);
            }

            @Override
            public void onClose(Peer peer, Ending ending) {}
        };
    }

    private static ServerOptions options(String transport) {
        return ServerOptions.DEFAULT
                .withPort(0)
                .withTransport(transport)
                .withThreads(1)
                .withCompression(java.util.Optional.empty())
                .withLimits(Limits.DEFAULT);
    }
}
