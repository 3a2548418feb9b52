package dev.parley.pubsub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many messages a {@link FileLog} has acknowledged, written beside it before each acknowledgement: a log with fewer has lost some,
 * however sound its file is, as when an older copy was put back or a part of it deleted. One caller at a time.
 */
final class LogMark implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer eight = ByteBuffer.allocate(8);

    private LogMark(FileChannel channel) {
        this.channel = channel;
    }

    static LogMark open(Path file) throws IOException {
        return new LogMark(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** What was written last; 0 if nothing was. */
    long read() throws IOException {
        eight.clear();
        return channel.read(eight, 0) == 8 ? eight.getLong(0) : 0;
    }

    void write(long appended) throws IOException {
        eight.clear();
        eight.putLong(0, appended);
        channel.write(eight, 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
