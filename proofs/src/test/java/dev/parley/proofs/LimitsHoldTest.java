package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.server.Deadlines;
import dev.parley.server.Drain;
import dev.parley.server.Entrance;
import dev.parley.server.Peer;
import dev.parley.server.Rates;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each limit of the server, over real sockets: a peer that goes beyond it meets what {@code SECURITY.md} says, a bystander is served
 * meanwhile, and each peer has one end. The very same peer with the limit lifted gets through: it is the limit that stopped it.
 */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
final class LimitsHoldTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATER = Duration.ofMinutes(10);
    private static final Entrance COUNTED = Entrance.DEFAULT.withUncounted(address -> false);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

    private final WebSocketHandler echo = new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            opened.incrementAndGet();
        }

        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            messages.incrementAndGet();
            peer.send(kind, payload);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            endings.add(ending);
        }
    };

    // ---- before a connection is a WebSocket ----

    @ParameterizedTest
    @CsvSource({"auto, false, 414", "nio, false, 414", "auto, true, 101", "nio, true, 101"})
    void requestLine(String transport, boolean lifted, int status) throws Exception {
        Entrance entrance = Entrance.DEFAULT.withRequestLineBytes(lifted ? 8_000 : 4_000);
        assertThat(statusOf(transport, entrance, "a".repeat(5_000), "")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"auto, false, 431", "nio, false, 431", "auto, true, 101", "nio, true, 101"})
    void headerFieldsTogether(String transport, boolean lifted, int status) throws Exception {
        Entrance entrance = Entrance.DEFAULT.withHeaders(lifted ? 32_000 : 16_000, 64);
        assertThat(statusOf(transport, entrance, "", "X: " + "a".repeat(20_000) + "\r\n"))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"auto, false, 431", "nio, false, 431", "auto, true, 101", "nio, true, 101"})
    void numberOfHeaderFields(String transport, boolean lifted, int status) throws Exception {
        Entrance entrance = Entrance.DEFAULT.withHeaders(16_000, lifted ? 200 : 64);
        assertThat(statusOf(transport, entrance, "", "X: 1\r\n".repeat(100))).isEqualTo(status);
    }

    /** A byte at a time comes all the time, and yet the request is late. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void requestThatTrickles(String transport, boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withDeadlines(Deadlines.DEFAULT.withRequest(lifted ? LATER : SOON));
        try (Server server = start(options);
                RawClient client = new RawClient(server.address().getPort())) {
            byte[] request =
                    RawClient.handshake(server.address().getPort(), "/").getBytes(StandardCharsets.US_ASCII);
            boolean sent = tricklesIn(client, request, lifted ? 1_200 : 20_000);
            String answer = sent ? client.readHead() : "";
            assertThat(answer.startsWith("HTTP/1.1 101")).isEqualTo(lifted);
        }
    }

    /** Nothing at all is said, which is watched in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void requestThatNeverComes(String transport) throws Exception {
        for (boolean lifted : new boolean[] {false, true}) {
            ServerOptions options = ServerOptions.DEFAULT
                    .withTransport(transport)
                    .withDeadlines(Deadlines.DEFAULT.withRequest(lifted ? LATER : SOON));
            try (Server server = start(options);
                    RawClient client = new RawClient(server.address().getPort())) {
                assertThat(isEndedWithin(client, 1_200, !lifted)).isEqualTo(!lifted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void connectionsOfAnAddress(String transport, boolean lifted) throws Exception {
        Entrance entrance = COUNTED.withConnectionsPerAddress(lifted ? Entrance.UNLIMITED : 4);
        try (Server server =
                start(ServerOptions.DEFAULT.withTransport(transport).withEntrance(entrance))) {
            int port = server.address().getPort();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(RawClient.open(port, "/"));
            }
            assertThat(statusOf(port)).isEqualTo(lifted ? 101 : 429);
            clients.remove(0).close();
            eventually(() -> statusOf(port) == 101);
            closeAll(clients);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void connectionsOfAnAddressThatWait(String transport, boolean lifted) throws Exception {
        Entrance entrance = COUNTED.withWaiting(100, lifted ? 100 : 4);
        assertWaitingIsLimited(transport, entrance, lifted ? 101 : 429);
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void connectionsThatWait(String transport, boolean lifted) throws Exception {
        Entrance entrance = Entrance.DEFAULT.withWaiting(lifted ? 100 : 4, 100);
        assertWaitingIsLimited(transport, entrance, lifted ? 101 : 503);
    }

    /** Those that have become WebSockets wait no more, nor do those that are gone; one that has had an answer does. */
    private void assertWaitingIsLimited(String transport, Entrance entrance, int status) throws Exception {
        try (Server server =
                start(ServerOptions.DEFAULT.withTransport(transport).withEntrance(entrance))) {
            int port = server.address().getPort();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(RawClient.open(port, "/"));
            }
            for (int i = 0; i < 4; i++) {
                RawClient waiting = new RawClient(port);
                if (i % 2 == 0) {
                    waiting.send("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
                    assertThat(waiting.readHead()).startsWith("HTTP/1.1 404");
                }
                clients.add(waiting);
            }
            assertThat(statusOf(port)).isEqualTo(status);
            clients.remove(11).close();
            eventually(() -> statusOf(port) == 101);
            closeAll(clients);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionsInAll(boolean lifted) throws Exception {
        try (Server server = start(ServerOptions.DEFAULT.withMaxConnections(lifted ? 100 : 4))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(RawClient.open(server.address().getPort(), "/"));
            }
            assertThat(statusOf(server.address().getPort())).isEqualTo(lifted ? 101 : 503);
            closeAll(clients);
        }
    }

    /** A hundred from one address are too many, and those from another are let in: addresses of loopback are counted apart, too. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void addressThatHasTooManyDoesNotHarmAnother(String transport) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withHost("0.0.0.0")
                .withTransport(transport)
                .withEntrance(COUNTED.withConnectionsPerAddress(10).withWaiting(50, 10));
        try (Server server = start(options)) {
            int port = server.address().getPort();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(new RawClient(port));
            }
            try (RawClient other = RawClient.from("127.0.0.2", port)) {
                other.send(RawClient.handshake(port, "/"));
                assertThat(other.readHead()).startsWith("HTTP/1.1 101");
            }
            closeAll(clients);
            eventually(() -> statusOf(port) == 101);
        }
    }

    /**
     * An unfinished compressed message is charged with what zlib takes, whatever it holds, so few bytes each use up what unfinished
     * messages may hold together. One address has not so many connections; with the limit lifted it has, and an honest peer is told to
     * try again later.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneAddressCannotUseUpWhatUnfinishedMessagesMayHold(boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withHost("0.0.0.0")
                .withMaxPartialBytes(40 * 1024 * 40)
                .withEntrance(COUNTED.withConnectionsPerAddress(lifted ? 100 : 20));
        try (Server server = start(options)) {
            int port = server.address().getPort();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                RawClient client = new RawClient(port);
                clients.add(client);
                client.send(RawClient.handshake(port, "/")
                        .replace("Upgrade: w", "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: w"));
                if (client.readHead().startsWith("HTTP/1.1 101")) {
                    client.send(RawClient.frame(0x41, new byte[] {(byte) 0xF2, 0x48}));
                    client.send(RawClient.frame(0x89, new byte[0]));
                    client.readFrame(); // by now it has been read
                }
            }
            try (RawClient honest = RawClient.from("127.0.0.2", port)) {
                honest.send(RawClient.handshake(port, "/"));
                assertThat(honest.readHead()).startsWith("HTTP/1.1 101");
                honest.send(RawClient.frame(0x02, new byte[40_000]));
                honest.send(RawClient.frame(0x80, new byte[0]));
                RawClient.Frame answer = honest.readFrame();
                if (lifted) {
                    assertThat(answer.closeCode()).isEqualTo(1013);
                } else {
                    assertThat(answer.payload()).hasSize(40_000);
                }
            }
            closeAll(clients);
        }
    }

    // ---- what a peer says ----

    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void messageOverItsSize(String transport, boolean lifted) throws Exception {
        Limits limits = Limits.DEFAULT.withMaxMessageBytes(lifted ? 2_000 : 1_000);
        assertAnswer(transport, limits, lifted, 1009, RawClient.frame(0x82, new byte[1_500]));
    }

    /** Some ten bytes that become two thousand. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void messageThatInflatesOverItsSize(String transport, boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withLimits(Limits.DEFAULT.withMaxMessageBytes(lifted ? 4_000 : 1_000));
        byte[] deflated = deflated(new byte[2_000]);
        assertThat(deflated.length).isLessThan(100);
        try (Server server = start(options);
                RawClient client = new RawClient(server.address().getPort())) {
            client.send(RawClient.handshake(server.address().getPort(), "/")
                    .replace("Upgrade: w", "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: w"));
            assertThat(client.readHead()).contains("permessage-deflate");
            client.send(RawClient.frame(0xC2, deflated));
            RawClient.Frame answer = client.readFrame();
            assertThat(answer.first() & 0x0F).isEqualTo(lifted ? 0x02 : 0x08);
            if (!lifted) {
                assertThat(answer.closeCode()).isEqualTo(1009);
            }
        }
    }

    private static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        byte[] bytes = new byte[message.length];
        int count = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(bytes, count - 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messageInTooSmallFragments(boolean lifted) throws Exception {
        Limits limits = Limits.DEFAULT.withFreeFragments(10).withMinMeanFragmentBytes(lifted ? 0 : 16);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawClient.frame(0x02, new byte[1]));
        for (int i = 0; i < 20; i++) {
            bytes.writeBytes(RawClient.frame(0x00, new byte[1]));
        }
        bytes.writeBytes(RawClient.frame(0x80, new byte[1]));
        assertAnswer("auto", limits, lifted, 1008, bytes.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emptyFragmentsInARow(boolean lifted) throws Exception {
        Limits limits = Limits.DEFAULT.withMaxEmptyFragmentsInARow(lifted ? 100 : 16);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawClient.frame(0x02, new byte[1]));
        for (int i = 0; i < 20; i++) {
            bytes.writeBytes(RawClient.frame(0x00, new byte[0]));
        }
        bytes.writeBytes(RawClient.frame(0x80, new byte[1]));
        assertAnswer("auto", limits, lifted, 1008, bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void controlFrames(String transport, boolean lifted) throws Exception {
        Limits limits = lifted ? Limits.DEFAULT.withControlFrames(Limits.UNLIMITED, 1) : Limits.DEFAULT;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            bytes.writeBytes(RawClient.frame(0x8A, new byte[0]));
        }
        bytes.writeBytes(RawClient.frame(0x82, new byte[1]));
        assertAnswer(transport, limits, lifted, 1008, bytes.toByteArray());
    }

    /** A byte comes all the time, and yet the message is late. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void messageThatTrickles(String transport, boolean lifted) throws Exception {
        Limits limits = Limits.DEFAULT.withMessageTimeoutNanos((lifted ? LATER : SOON).toNanos());
        try (Server server =
                        start(ServerOptions.DEFAULT.withTransport(transport).withLimits(limits));
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            byte[] frame = RawClient.frame(0x82, new byte[100]);
            boolean sent = tricklesIn(client, frame, lifted ? 1_200 : 20_000);
            assertThat(sent && client.readFrame().first() == 0x82).isEqualTo(lifted);
        }
        if (!lifted) {
            Ending ending = endings.poll(20, TimeUnit.SECONDS);
            assertThat(((Ending.Failed) ending).violation().closeCode()).isEqualTo(1008);
        }
    }

    /** None of what was sent is lost, it is only read later: as much at once as in a second, and then by and by. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void messagesEachSecond(String transport, boolean lifted) throws Exception {
        assertPace(transport, lifted ? Rates.DEFAULT : Rates.DEFAULT.withMessagesPerSecond(2_000), 20_000, 1_000);
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "auto, true"})
    void bytesEachSecond(String transport, boolean lifted) throws Exception {
        assertPace(transport, lifted ? Rates.DEFAULT : Rates.DEFAULT.withBytesPerSecond(1 << 20), 200, 50_000);
    }

    /** The limits are such that all of it takes eight seconds and more, but for the one read which they are exceeded by. */
    private void assertPace(String transport, Rates rates, int count, int size) throws Exception {
        boolean lifted = rates.equals(Rates.DEFAULT);
        long began = System.nanoTime();
        try (Server server =
                        start(ServerOptions.DEFAULT.withTransport(transport).withRates(rates));
                RawClient client = RawClient.open(server.address().getPort(), "/");
                RawClient bystander = RawClient.open(server.address().getPort(), "/")) {
            byte[] frame = RawClient.frame(0x82, new byte[size]);
            Thread sending = new Thread(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.send(frame);
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            sending.start();
            Thread reading = new Thread(() -> {
                try {
                    client.readToEnd();
                } catch (IOException e) {
                    // the test is over
                }
            });
            reading.start();
            bystander.send(RawClient.text("served"));
            assertThat(bystander.readFrame().text()).isEqualTo("served");
            if (lifted) {
                eventually(() -> messages.get() == count + 1);
            } else {
                Thread.sleep(1_000);
                double seconds = (System.nanoTime() - began) / 1e9;
                double perSecond = Math.min(rates.messagesPerSecond(), (double) rates.bytesPerSecond() / size);
                double oneRead = 256.0 * 1024 / (size + 6);
                assertThat((double) messages.get() - 1).isLessThanOrEqualTo(perSecond * (1 + seconds) + oneRead);
                int before = messages.get();
                eventually(() -> messages.get() > before || before == count + 1);
            }
            client.reset();
            sending.join();
            reading.join();
        }
    }

    // ---- what a peer does not do ----

    /** It pings, so it is there, but it takes nothing of what waits for it. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void peerThatTakesNothing(String transport, boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withHardLimitBytes(Integer.MAX_VALUE)
                .withDeadlines(Deadlines.DEFAULT.withStall(lifted ? LATER : SOON));
        WebSocketHandler flood = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                for (int i = 0; i < 32; i++) {
                    peer.send(ByteBuffer.allocate(1024 * 1024));
                }
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                endings.add(ending);
            }
        };
        try (Server server = Server.start(options.withPort(0), Routes.NONE.webSocket("/", flood));
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            Ending ending = endings.poll(lifted ? 1_500 : 20_000, TimeUnit.MILLISECONDS);
            if (lifted) {
                assertThat(ending).isNull();
            } else {
                assertThat(ending).isInstanceOf(Ending.Lost.class);
                assertThat(((Ending.Lost) ending).why()).contains("took nothing");
                eventually(() -> server.peers() == 0);
                assertThat(deaf.readToEnd().length).isLessThan(32 * 1024 * 1024);
            }
        }
    }

    /** With the time it may take nothing, a peer that takes some in each such time gets all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void peerThatTakesSomeIsWaitedFor(String transport) throws Exception {
        int size = 24 * 1024 * 1024;
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withHardLimitBytes(Integer.MAX_VALUE)
                .withDeadlines(Deadlines.DEFAULT.withStall(Duration.ofSeconds(3)));
        WebSocketHandler large = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                peer.send(ByteBuffer.allocate(size));
            }
        };
        try (Server server = Server.start(options.withPort(0), Routes.NONE.webSocket("/", large));
                RawClient slow = RawClient.open(server.address().getPort(), "/")) {
            int read = slow.readSlowly(size + 10, 5_000);
            assertThat(read).isEqualTo(size + 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "auto, true"})
    void idlePeer(String transport, boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withDeadlines(
                        Deadlines.DEFAULT.withIdle(lifted ? Optional.empty() : Optional.of(Duration.ofSeconds(2))));
        try (Server server = start(options);
                RawClient client = RawClient.open(server.address().getPort(), "/")) {
            for (int i = 0; i < 5; i++) {
                client.send(RawClient.text("busy"));
                assertThat(client.readFrame().text()).isEqualTo("busy");
                Thread.sleep(300);
            }
            if (lifted) {
                assertThat(endings.poll(3_500, TimeUnit.MILLISECONDS)).isNull();
            } else {
                assertThat(client.readFrame().closeCode()).isEqualTo(Close.GOING_AWAY);
                client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE9}));
                assertThat(endings.poll(20, TimeUnit.SECONDS)).isInstanceOf(Ending.Clean.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "auto, true"})
    void closeThatIsNotAnswered(String transport, boolean lifted) throws Exception {
        Limits limits = Limits.DEFAULT.withCloseTimeoutNanos((lifted ? LATER : SOON).toNanos());
        WebSocketHandler leaving = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                peer.close();
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                endings.add(ending);
            }
        };
        ServerOptions options =
                ServerOptions.DEFAULT.withPort(0).withTransport(transport).withLimits(limits);
        try (Server server = Server.start(options, Routes.NONE.webSocket("/", leaving));
                RawClient mute = RawClient.open(server.address().getPort(), "/")) {
            assertThat(mute.readFrame().closeCode()).isEqualTo(1000);
            Ending ending = endings.poll(lifted ? 1_500 : 20_000, TimeUnit.MILLISECONDS);
            assertThat(ending == null).isEqualTo(lifted);
        }
    }

    /** Over the soft limit a peer that sends and does not read is not read from, either. */
    @ParameterizedTest
    @CsvSource({"auto, false", "nio, false", "auto, true", "nio, true"})
    void peerThatSendsAndDoesNotRead(String transport, boolean lifted) throws Exception {
        int count = 500;
        ServerOptions options = ServerOptions.DEFAULT.withTransport(transport).withHardLimitBytes(Integer.MAX_VALUE);
        try (Server server = start(lifted ? options.withSoftLimitBytes(Integer.MAX_VALUE) : options);
                RawClient deaf = RawClient.open(server.address().getPort(), "/")) {
            byte[] frame = RawClient.frame(0x82, new byte[60_000]);
            Thread sending = new Thread(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        deaf.send(frame);
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            sending.start();
            if (lifted) {
                eventually(() -> messages.get() == count);
            } else {
                int before = -1;
                while (before < messages.get()) {
                    before = messages.get();
                    Thread.sleep(700);
                }
                assertThat(before).isLessThan(count);
            }
            deaf.reset();
            sending.join();
        }
    }

    /** It does not answer the server's Close frame, which has long to wait for that. */
    @ParameterizedTest
    @CsvSource({"auto, false", "auto, true"})
    void peerThatDoesNotLeave(String transport, boolean lifted) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT
                .withTransport(transport)
                .withLimits(Limits.DEFAULT.withCloseTimeoutNanos(LATER.toNanos()))
                .withDrain(Drain.DEFAULT.withSpread(Duration.ZERO).withDeadline(lifted ? LATER : SOON));
        Server server = start(options);
        Thread leaving = new Thread(server::close);
        try (RawClient mute = RawClient.open(server.address().getPort(), "/")) {
            leaving.start();
            assertThat(mute.readFrame().closeCode()).isEqualTo(1001);
            leaving.join(lifted ? 1_500 : 20_000);
            assertThat(leaving.isAlive()).isEqualTo(lifted);
        }
        leaving.join(20_000);
        assertThat(leaving.isAlive()).isFalse();
    }

    // ---- how it is done ----

    private Server start(ServerOptions options) throws IOException {
        return Server.start(options.withPort(0), Routes.NONE.webSocket("/", echo));
    }

    /** Sends what breaks a limit; with the limit lifted it is a message that comes back, or has such a one behind it. */
    private void assertAnswer(String transport, Limits limits, boolean lifted, int closeCode, byte[] bytes)
            throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withTransport(transport).withLimits(limits);
        try (Server server = start(options);
                RawClient bystander = RawClient.open(server.address().getPort(), "/")) {
            try (RawClient client = RawClient.open(server.address().getPort(), "/")) {
                client.send(bytes);
                RawClient.Frame answer = client.readFrame();
                assertThat(answer.first()).isEqualTo(lifted ? 0x82 : 0x88);
                if (!lifted) {
                    assertThat(answer.closeCode()).isEqualTo(closeCode);
                    assertThat(endings.poll(20, TimeUnit.SECONDS)).isInstanceOf(Ending.Failed.class);
                }
            }
            bystander.send(RawClient.text("served"));
            assertThat(bystander.readFrame().text()).isEqualTo("served");
            eventually(() -> server.peers() == 1);
        }
        assertThat(opened.get()).isEqualTo(2);
        assertThat(endings).hasSize(lifted ? 2 : 1);
    }

    /** Sends a byte at a time, for so long; whether all were taken. */
    private static boolean tricklesIn(RawClient client, byte[] bytes, int millis) throws InterruptedException {
        try {
            for (byte b : bytes) {
                client.send(new byte[] {b});
                Thread.sleep(Math.max(1, millis / bytes.length));
            }
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    private static boolean isEndedWithin(RawClient client, int millis, boolean isExpected) throws IOException {
        client.patience(isExpected ? 20_000 : millis);
        try {
            client.readFrame();
            return false;
        } catch (EOFException ended) {
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        }
    }

    private int statusOf(String transport, Entrance entrance, String query, String fields) throws Exception {
        try (Server server =
                        start(ServerOptions.DEFAULT.withTransport(transport).withEntrance(entrance));
                RawClient client = new RawClient(server.address().getPort())) {
            client.send(RawClient.handshake(server.address().getPort(), "/?" + query)
                    .replace("Upgrade: w", fields + "Upgrade: w"));
            return status(client);
        }
    }

    /** 0 if the connection is just closed. */
    private static int statusOf(int port) {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.handshake(port, "/"));
            return status(client);
        } catch (IOException closed) {
            return 0;
        }
    }

    private static int status(RawClient client) throws IOException {
        return Integer.parseInt(client.readHead().substring(9, 12));
    }

    private static void closeAll(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not within 20 s");
    }
}
