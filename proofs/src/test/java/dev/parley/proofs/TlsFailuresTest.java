package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Ending;
import dev.parley.proofs.FaultProxy.Fault;
import dev.parley.proofs.FaultProxy.Way;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.ServerTls;
import dev.parley.server.TlsFiles;
import dev.parley.server.WebSocketHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other servers did not survive below a WebSocket. */
final class TlsFailuresTest {
    private static final int CONNECTIONS = 12;

    @TempDir
    private static Path directory;

    private static PemFiles files;

    private final Map<Peer, Integer> ends = new ConcurrentHashMap<>();
    private Server server;

    @BeforeAll
    static void make() throws Exception {
        files = PemFiles.make(directory, "localhost");
    }

    @BeforeEach
    void start() throws IOException {
        ServerTls tls = ServerTls.from(new TlsFiles(files.certificate(), files.key(), Optional.empty()));
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                ends.put(peer, 0);
            }

            @Override
            public void onText(Peer peer, String text) {
                peer.send(text);
            }

            @Override
            public void onClose(Peer peer, Ending ending) {
                ends.merge(peer, 1, Integer::sum);
            }
        };
        server = Server.start(ServerOptions.DEFAULT.withPort(0).withTls(tls), Routes.NONE.webSocket("/", echo));
    }

    @AfterEach
    void bystanderIsServed() throws Exception {
        try (RawClient bystander = connect(server.address().getPort())) {
            assertIsServed(bystander);
        } finally {
            server.close();
        }
    }

    private static RawClient connect(int port) throws Exception {
        return files.connect("127.0.0.1", port, Optional.empty());
    }

    private static void assertIsServed(RawClient client) throws IOException {
        client.send(RawClient.handshake(0, "/"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        client.send(RawClient.text("served"));
        assertThat(client.readFrame().text()).isEqualTo("served");
    }

    /** The end of the client's handshake, its request and its first message come in one piece. */
    @Test
    void whatComesWithTheEndOfTheHandshakeIsHeard() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.address().getPort(), Fault.GATHERED, Way.TO_SERVER, 0);
                RawClient client = connect(proxy.port())) {
            client.send(RawClient.handshake(0, "/"));
            client.send(RawClient.text("in a hurry"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readFrame().text()).isEqualTo("in a hurry");
        }
    }

    /** A record that is longer than a record may be, of each type, and what is none. */
    @ParameterizedTest
    @ValueSource(ints = {0x14, 0x15, 0x16, 0x17, 0x18, 0x00, 0xFF})
    void recordThatIsNoneEndsTheConnectionAndTheLoopRests(int type) throws Exception {
        byte[] record = new byte[70_000];
        Arrays.fill(record, (byte) 0xFF);
        record[0] = (byte) type;
        record[1] = 3;
        record[2] = 3;
        for (int i = 0; i < 5; i++) {
            try (RawClient client = new RawClient(server.address().getPort())) {
                client.send(record);
                client.readToEnd();
            } catch (IOException ended) {
                // while it was sent
            }
        }
        long before = loopNanos();
        Thread.sleep(300);
        assertThat(loopNanos() - before).as("of 300 ms").isLessThan(150_000_000L);
        assertThat(ends).isEmpty();
    }

    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-server"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
                .sum();
    }

    @Test
    void bothMayEndItAtTheSameTime() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            RawClient client = connect(server.address().getPort());
            assertIsServed(client);
            clients.add(client);
        }
        Thread other = new Thread(() -> ends.keySet().forEach(Peer::close));
        other.start();
        for (RawClient client : clients) {
            client.close();
        }
        other.join();
        Until.so("each has had its end", () -> server.peers() == 0 && !ends.containsValue(0));
        assertThat(ends).hasSize(CONNECTIONS);
        assertThat(ends.values()).containsOnly(1);
    }
}
