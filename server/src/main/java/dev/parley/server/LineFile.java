package dev.parley.server;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Lines that are written by a thread of its own, so that who says them does not wait for a disk. Over a bound of lines that wait,
 * further ones are dropped, and a line says how many. Any thread.
 *
 * <pre>{@code
 * LineFile file = LineFile.appendTo(Path.of("access.log"));
 * ServerOptions options = ServerOptions.DEFAULT.withObserver(new AccessLog(file));
 * }</pre>
 */
public final class LineFile implements Consumer<String>, AutoCloseable {
    /** A burst of disconnects, about 2 MB. */
    private static final int MOST_WAITING = 16_384;

    private static final System.Logger LOG = System.getLogger("dev.parley.server");
    private static final long PATIENCE_MILLIS = 1_000;
    /** Not equal to any line that is said: it is compared by identity. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String END = new String("end");

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder dropped = new LongAdder();
    private final BufferedWriter out;
    private final Thread writer;

    private LineFile(OutputStream stream) {
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        writer = new Thread(this::write, "parley-lines");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Appends to a file, which is made if need be.
     *
     * @throws IOException if it cannot be written
     */
    public static LineFile appendTo(Path file) throws IOException {
        return new LineFile(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes to a stream, which is closed with this. */
    public static LineFile to(OutputStream stream) {
        return new LineFile(stream);
    }

    @Override
    public void accept(String line) {
        if (!waiting.offer(line)) {
            dropped.increment();
        }
    }

    /** Writes what waits, and waits for that, but not for long. */
    @Override
    public void close() {
        try {
            if (waiting.offer(END, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                writer.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private void write() {
        try (out) {
            for (String line = waiting.take(); line != END; line = waiting.take()) {
                out.write(line);
                out.write('\n');
                if (waiting.isEmpty()) {
                    tellOfDropped();
                    out.flush();
                }
            }
            tellOfDropped();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "lines are written no more: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellOfDropped() throws IOException {
        long lost = dropped.sumThenReset();
        if (lost > 0) {
            out.write("dropped=" + lost + "\n");
        }
    }
}
