package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import dev.parley.proofs.FaultProxy.Fault;
import dev.parley.proofs.FaultProxy.Way;
import dev.parley.server.Deadlines;
import dev.parley.server.Liveness;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the network does between a real client and the server, in the request or later, one way or the other: the server lives and
 * serves others, each connection that was opened has one end, and descriptors come back.
 */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
final class FaultyNetworkTest {
    /** In the middle of every client's request, and of its answer; and when messages go. */
    private static final List<Integer> AFTER = List.of(60, 1_000);

    /** Of the virtual machine's own, meanwhile; all connections together have some four hundred. */
    private static final int MORE_DESCRIPTORS = 10;

    private static final ServerOptions OPTIONS = ServerOptions.DEFAULT
            .withPort(0)
            .withManagement(0)
            .withLiveness(new Liveness(Duration.ofMillis(700), Duration.ofSeconds(3)))
            .withDeadlines(Deadlines.DEFAULT.withRequest(Duration.ofSeconds(3)).withStall(Duration.ofSeconds(3)));

    private final Map<Peer, Integer> ends = new ConcurrentHashMap<>();

    private final Routes echo = Routes.NONE.webSocket("/", new WebSocketHandler() {
        @Override
        public void onOpen(Peer peer) {
            ends.put(peer, 0);
        }

        @Override
        public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
            peer.send(kind, payload);
        }

        @Override
        public void onClose(Peer peer, Ending ending) {
            ends.merge(peer, 1, Integer::sum);
        }
    });

    private static long before;

    @BeforeAll
    static void begin() throws Exception {
        try {
            new FaultyNetworkTest().talk(Fault.NONE); // what clients make once
        } catch (TimeoutException e) {
            System.err.println("the first talk took too long"); // whether that is a fault is for the tests to say
        }
        before = descriptors();
    }

    @AfterAll
    static void descriptorsAreBack() throws Exception {
        Until.so("descriptors are back", () -> descriptors() <= before + MORE_DESCRIPTORS);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void serverLivesAndNothingStays(Fault fault) throws Exception {
        talk(fault);
        assertThat(ends).isNotEmpty();
        assertThat(ends.values()).containsOnly(1);
    }

    private void talk(Fault fault) throws Exception {
        List<FaultProxy> proxies = new ArrayList<>();
        List<Talker> talkers = new ArrayList<>();
        try (Server server = Server.start(OPTIONS, echo)) {
            RecordingSocket bystander =
                    new RecordingSocket("ws://127.0.0.1:" + server.address().getPort() + "/").awaitOpen();
            for (Way way : Way.values()) {
                for (int after : AFTER) {
                    FaultProxy proxy = new FaultProxy(server.address().getPort(), fault, way, after);
                    proxies.add(proxy);
                    for (Talker.Kind kind : Talker.Kind.values()) {
                        talkers.add(kind.talk(
                                (kind == Talker.Kind.OKHTTP ? "http" : "ws") + "://127.0.0.1:" + proxy.port() + "/"));
                    }
                }
            }
            if (fault.isHarmless()) {
                for (Talker talker : talkers) {
                    assertThat(talker.over.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
                    assertThat(talker.answers()).isEqualTo(Talker.MESSAGES);
                }
            }
            assertIsServed(bystander);
            // by itself: neither the clients nor the network do anything more for it
            Until.so("each has had its end", () -> {
                assertIsServed(bystander);
                return server.peers() == 1
                        && ends.values().stream().mapToInt(i -> i).sum() == ends.size() - 1;
            });
            assertThat(HttpGet.from(server.managementAddress().orElseThrow().getPort(), "/metrics")
                            .figure("parley_partial_message_bytes"))
                    .isZero();
        } finally {
            talkers.forEach(Talker::abort);
            for (FaultProxy proxy : proxies) {
                proxy.close();
            }
        }
        if (!fault.isHarmless()) {
            assertThat(talkers)
                    .anySatisfy(talker -> assertThat(talker.answers()).isLessThan(Talker.MESSAGES));
        }
    }

    private static void assertIsServed(RecordingSocket bystander) throws Exception {
        bystander.webSocket.send("served");
        assertThat(bystander.awaitMessage()).isEqualTo("served");
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
