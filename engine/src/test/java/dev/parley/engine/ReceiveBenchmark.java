package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a server's engine costs for a message that comes in, whole or in two reads, and for one that it echoes compressed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReceiveBenchmark {
    /** What is sent. */
    public enum Kind {
        BINARY(Wire.BINARY, "\u0000\u0001\u0002"),
        ASCII(Wire.TEXT, "{\"id\":17,\"name\":\"sensor-4\",\"value\":20.5}"),
        MIXED(Wire.TEXT, "Grüße данные 東京 🚲 ");

        private final int opcode;
        private final String sample;

        Kind(int opcode, String sample) {
            this.opcode = opcode;
            this.sample = sample;
        }

        private byte[] payload(int bytes) {
            byte[] text = Wire.utf8(sample.repeat(bytes / sample.length() + 1));
            int end = Math.min(bytes, text.length);
            while (end > 0 && end < text.length && (text[end] & 0xC0) == 0x80) {
                end--;
            }
            return Arrays.copyOf(text, end);
        }
    }

    @Param({"20", "64", "1024", "65536"})
    public int bytes;

    @Param
    public Kind kind;

    private final Idle plain = new Idle(Role.SERVER, Limits.DEFAULT.withMaxMessageBytes(1 << 20));
    private final Idle deflating =
            new Idle(Role.SERVER, Limits.DEFAULT.withMaxMessageBytes(1 << 20), Deflated.ALONE, EnginePool.direct());
    private ByteBuffer frame = ByteBuffer.allocate(0);
    private ByteBuffer compressed = ByteBuffer.allocate(0);
    private ByteBuffer in = ByteBuffer.allocate(0);
    private ByteBuffer payload = ByteBuffer.allocate(0);

    public ReceiveBenchmark() {}

    @Setup
    public void makeFrames() {
        byte[] content = kind.payload(bytes);
        frame = direct(
                Wire.to(Role.SERVER).frame(Wire.FIN | kind.opcode, content).bytes());
        compressed = direct(Wire.to(Role.SERVER)
                .frame(Wire.FIN | Deflated.RSV1 | kind.opcode, Deflated.message(content))
                .bytes());
        payload = direct(content);
        in = ByteBuffer.allocateDirect(frame.capacity() + compressed.capacity());
    }

    /** The frame is copied first, as the kernel would, since it is unmasked where it lies. */
    @Benchmark
    public int whole() {
        in.clear().put(frame.clear());
        plain.engine.receive(in.flip());
        return plain.messages();
    }

    @Benchmark
    public int inTwoReads() {
        in.clear().put(frame.clear());
        int end = in.position();
        plain.engine.receive(in.limit(end / 2).position(0));
        plain.engine.receive(in.limit(end).position(end / 2));
        return plain.messages();
    }

    @Benchmark
    public int compressedEcho() {
        in.clear().put(compressed.clear());
        deflating.engine.receive(in.flip());
        deflating.engine.send(kind == Kind.BINARY ? Opcode.BINARY : Opcode.TEXT, payload.clear());
        return deflating.messages();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }
}
