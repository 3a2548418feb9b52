package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an engine costs for a message that goes out: framed by a server, masked by a client, and to a thousand peers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {
    private static final int PEERS = 1_000;

    @Param({"20", "64", "1024", "65536"})
    public int bytes;

    private final Idle server = new Idle(Role.SERVER, Limits.DEFAULT);
    private final Idle client = new Idle(Role.CLIENT, Limits.DEFAULT);
    private final Idle[] peers = new Idle[PEERS];
    private final MaskingKeys keys = MaskingKeys.secure();
    private ByteBuffer payload = ByteBuffer.allocate(0);

    public SendBenchmark() {}

    @Setup
    public void makePayload() {
        payload = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < PEERS; i++) {
            peers[i] = new Idle(Role.SERVER, Limits.DEFAULT);
        }
    }

    @Benchmark
    public boolean byAServer() {
        return server.engine.send(Opcode.BINARY, payload);
    }

    @Benchmark
    public boolean byAClient() {
        return client.engine.send(Opcode.BINARY, payload);
    }

    @Benchmark
    @OperationsPerInvocation(PEERS)
    public int toEachOfAThousand() {
        int sent = 0;
        for (Idle peer : peers) {
            sent += peer.engine.send(Opcode.BINARY, payload) ? 1 : 0;
        }
        return sent;
    }

    /** As {@link #toEachOfAThousand}, but framed once for all. */
    @Benchmark
    @OperationsPerInvocation(PEERS)
    public int preparedToEachOfAThousand() {
        PreparedMessage message = new PreparedMessage(Opcode.BINARY, payload);
        int sent = 0;
        for (Idle peer : peers) {
            sent += peer.engine.send(message) ? 1 : 0;
        }
        return sent;
    }

    @Benchmark
    public int maskingKey() {
        return keys.next();
    }
}
