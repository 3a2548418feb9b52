package dev.parley.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What each byte of a payload costs: unmasking, and seeing that it is UTF-8. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BytesBenchmark {
    @Param({"64", "1024", "65536"})
    public int bytes;

    private final Utf8Validator validator = new Utf8Validator();
    private ByteBuffer ascii = ByteBuffer.allocate(0);
    private ByteBuffer mixed = ByteBuffer.allocate(0);

    public BytesBenchmark() {}

    @Setup
    public void makeText() {
        ascii = direct("plain ASCII, as most text of programs is. ");
        mixed = direct("Grüße, данные, 東京, 🚲. ");
    }

    private ByteBuffer direct(String sample) {
        byte[] text = Wire.utf8(sample.repeat(bytes / sample.length() + 1));
        return ByteBuffer.allocateDirect(bytes).put(text, 0, bytes).flip();
    }

    @Benchmark
    public void unmask() {
        Masking.apply(0x1020_3040, ascii, 0, bytes);
    }

    @Benchmark
    public boolean utf8OfAscii() {
        validator.reset();
        return validator.accepts(ascii);
    }

    @Benchmark
    public boolean utf8OfMixed() {
        validator.reset();
        return validator.accepts(mixed);
    }
}
